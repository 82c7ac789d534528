import { execFileSync, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

import {
  createLayout,
  createWebWorkerPool,
  featurize,
  featurizeAll,
  serveFeaturize,
  type WebWorker,
} from "@ftcp/featurize";
import { describe, expect, it } from "@jest/globals";

import type { PageResult } from "./workers/poolPage.ts";
import { readText } from "./workers/readText.ts";

const layout = createLayout({ maxSites: 4 });

type Listener = (event: { readonly type: string; readonly data?: unknown }) => void;

/** A worker in this very thread; messages are cloned and wait their turn, as a browser's do. */
class LocalWorker implements WebWorker {
  static started = 0;
  static running = 0;
  readonly #outside: Listener[] = [];
  readonly #inside: Listener[] = [];
  #isAlive = true;

  constructor() {
    LocalWorker.started++;
    LocalWorker.running++;
    const scope = {
      postMessage: (message: unknown, options: { transfer: Transferable[] }) => {
        this.#send(this.#outside, message, options.transfer);
      },
      addEventListener: (_type: "message", listener: Listener) => this.#inside.push(listener),
    };
    serveFeaturize(scope, readText);
  }

  postMessage(message: unknown, options: { transfer: Transferable[] }): void {
    this.#send(this.#inside, message, options.transfer);
  }

  addEventListener(type: string, listener: Listener): void {
    if (type === "message") this.#outside.push(listener);
  }

  terminate(): void {
    if (this.#isAlive) LocalWorker.running--;
    this.#isAlive = false;
  }

  #send(listeners: readonly Listener[], message: unknown, transfer: Transferable[]): void {
    const data: unknown = structuredClone(message, { transfer });
    setTimeout(() => {
      if (this.#isAlive) for (const listener of listeners) listener({ type: "message", data });
    }, 1);
  }
}

describe("createWebWorkerPool and serveFeaturize", () => {
  it("give results in order, with no more workers than asked for, and end them", async () => {
    const pool = createWebWorkerPool<string>(() => new LocalWorker(), 3);
    const texts = Array.from({ length: 40 }, (_, at) => (at % 10 === 9 ? "bad" : "Cs Cl"));
    const seen: boolean[] = [];
    for await (const result of featurizeAll(texts, { layout, pool, batchSize: 3 })) {
      expect(result.index).toBe(seen.length);
      seen.push(result.ok);
      if (result.ok) expect(result.value).toEqual(featurize(await readText("Cs Cl"), layout));
      else expect(result.error).toMatchObject({ name: "TextError", code: "TEXT_BAD", line: 7 });
    }
    expect(seen).toEqual(texts.map((word) => word !== "bad"));
    expect(LocalWorker.started).toBe(3);
    await pool.close();
    expect(LocalWorker.running).toBe(0);
  });

  it("use the same memory again when asked to, as the main thread then does", async () => {
    const pool = createWebWorkerPool<string>(() => new LocalWorker(), 2);
    const texts = Array.from({ length: 30 }, (_, at) => ["Cs Cl", "bad", "Na Cl"][at % 3] ?? "");
    const options = { layout, pool, batchSize: 4, reuseMemory: true };
    const kept: Float32Array[] = [];
    for await (const result of featurizeAll(texts, options)) {
      expect(result.ok).toBe(result.index % 3 !== 1);
      if (!result.ok) continue;
      const text = texts[result.index] ?? "";
      expect(result.value).toEqual(featurize(await readText(text), layout));
      kept.push(result.value.data);
    }
    expect(kept[0]).toHaveLength(0); // went to a worker again
    await pool.close();

    const structures = await Promise.all(["Cs Cl", "Na Cl"].map(readText));
    const memory = new Set<ArrayBufferLike>();
    for await (const result of featurizeAll(structures, { layout, reuseMemory: true })) {
      if (!result.ok) throw result.error;
      const structure = structures[result.index];
      if (structure !== undefined) expect(result.value).toEqual(featurize(structure, layout));
      memory.add(result.value.data.buffer);
    }
    expect(memory.size).toBe(1);
  });

  it("end a worker that is stopped and start another", async () => {
    const pool = createWebWorkerPool<string>(() => new LocalWorker(), 1);
    const before = LocalWorker.started;
    const signal = AbortSignal.timeout(50);
    const work = async (): Promise<void> => {
      for await (const { ok } of featurizeAll(["wait"], { layout, pool, signal }))
        expect(ok).toBe(true);
    };
    await expect(work()).rejects.toMatchObject({ name: "TimeoutError" });
    for await (const { ok } of featurizeAll(["Na Cl"], { layout, pool })) expect(ok).toBe(true);
    expect(LocalWorker.started - before).toBe(2);
    await pool.close();
    const failure = { code: "FEATURIZE_WORKER_FAILED" };
    await expect(featurizeAll(["Na Cl"], { layout, pool }).next()).rejects.toMatchObject(failure);
  });

  it("say why a worker cannot work", async () => {
    const failure = { code: "FEATURIZE_WORKER_FAILED" };
    const pool = createWebWorkerPool<unknown>(() => new LocalWorker(), 1);
    for (const item of ["bug", () => "a function cannot be sent"]) {
      await expect(featurizeAll([item], { layout, pool }).next()).rejects.toMatchObject(failure);
    }
    await pool.close();
    expect(() => createWebWorkerPool(() => new LocalWorker(), 0.5)).toThrow(RangeError);
  });
});

const chromium = ["chromium", "chromium-browser", "google-chrome"].find((name) => {
  try {
    execFileSync(name, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false; // not installed under this name
  }
});
const describeBrowser = chromium === undefined ? describe.skip : describe;

describeBrowser("Web Workers in Chromium (needs an installed chromium)", () => {
  it("give the tensors of Node, the errors of the workers, and stop", async () => {
    const answer = await openPage(chromium ?? "");
    const words = ["Cs Cl", "bad", "shared", "Na Cl", "K Br"];
    expect(answer.results.map(({ index, item }) => [index, item])).toEqual([...words.entries()]);
    for (const at of [0, 3, 4]) {
      const { data } = featurize(await readText(words[at] ?? ""), layout);
      expect(answer.results[at]?.data).toEqual(Array.from(data));
    }
    expect(answer.results[1]?.error).toEqual({
      ...{ name: "TextError", message: "unreadable", code: "TEXT_BAD" },
    });
    expect(answer.results[2]?.error).toMatchObject({ code: "FEATURIZE_DISORDERED_SITE" });
    expect(answer.bug).toBe("FEATURIZE_WORKER_FAILED");
    expect(answer.aborted).toBe("enough");
  });
});

interface Answer {
  readonly results: readonly PageResult[];
  readonly bug: unknown;
  readonly aborted: unknown;
}

/** Bundles page and worker as an application would, opens the page and waits for what it posts. */
async function openPage(browser: string): Promise<Answer> {
  const { build } = await import("esbuild");
  const bundle = async (name: string): Promise<Uint8Array> => {
    const { outputFiles } = await build({
      entryPoints: [join(import.meta.dirname, "workers", name)],
      ...{ bundle: true, format: "esm", target: "es2023", write: false, logLevel: "error" },
      conditions: ["@ftcp/source"],
    });
    return outputFiles[0]?.contents ?? new Uint8Array();
  };
  const scripts = new Map([
    ["/page.js", await bundle("poolPage.ts")],
    ["/worker.js", await bundle("webTextWorker.ts")],
  ]);
  const { promise, resolve } = withResolvers<string>();
  const server = createServer((request, response) => {
    const script = scripts.get(request.url ?? "");
    if (request.url === "/answer") {
      void text(request).then(resolve);
      response.end();
    } else if (script !== undefined) {
      response.setHeader("content-type", "text/javascript");
      response.end(script);
    } else {
      response.setHeader("content-type", "text/html");
      response.end('<!doctype html><script type="module" src="page.js"></script>');
    }
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  const profile = await mkdtemp(join(tmpdir(), "ftcp-chromium-"));
  const flags = ["--headless", "--no-sandbox", "--disable-gpu", `--user-data-dir=${profile}`];
  const page = spawn(browser, [...flags, `http://127.0.0.1:${port}/`], { stdio: "ignore" });
  const ended = new Promise((done) => page.once("exit", done));
  try {
    return JSON.parse(await promise) as Answer;
  } finally {
    page.kill();
    await ended;
    server.closeAllConnections();
    server.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** `Promise.withResolvers`, which Node 20 does not have. */
function withResolvers<T>(): {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
} {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
