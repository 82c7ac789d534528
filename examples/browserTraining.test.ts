/** @jest-environment ../internal/testing/src/hostArraysEnvironment.js */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { loadRuntime } from "@ftcp/onnx/node";
import { onnxEngine } from "@ftcp/vae/onnx";
import { prepareWasmBackend } from "@ftcp/vae/wasm";

import { type SmallTraining, trainSmallVae } from "./browser/trainSmallVae.ts";

const chromium = findChromium();
const describeBrowser = chromium === undefined ? describe.skip : describe;

/** The name of an installed Chromium or Chrome. */
function findChromium(): string | undefined {
  return ["chromium", "chromium-browser", "google-chrome"].find((name) => {
    try {
      execFileSync(name, ["--version"], { stdio: "ignore" });
      return true;
    } catch {
      return false; // not installed under this name
    }
  });
}

interface Answer {
  readonly error?: string;
  readonly isolated: boolean;
  readonly onnx: SmallTraining;
  readonly tfjs: SmallTraining;
  readonly webgl?: SmallTraining;
}

describeBrowser("training in Chromium (needs an installed chromium)", () => {
  let server: Server;
  let browser: ChildProcess;
  let profile = "";
  let answer: Answer;

  beforeAll(async () => {
    const { build } = await import("esbuild");
    const { outputFiles } = await build({
      entryPoints: [join(import.meta.dirname, "browser/trainPage.ts")],
      ...{ bundle: true, format: "esm", write: false, logLevel: "error", target: "es2022" },
      conditions: ["@ftcp/source"],
    });
    const script = outputFiles[0]?.contents ?? new Uint8Array();
    const folders: Readonly<Record<string, string>> = {
      ort: join(fileURLToPath(import.meta.resolve("onnxruntime-web/wasm")), ".."),
      tfjs: join(fileURLToPath(import.meta.resolve("@tensorflow/tfjs-backend-wasm")), ".."),
    };
    const types: Readonly<Record<string, string>> = {
      ...{ wasm: "application/wasm", mjs: "text/javascript", js: "text/javascript" },
    };
    let resolve: (text: string) => void;
    const result = new Promise<string>((give) => {
      resolve = give;
    });
    server = createServer((request, response) => {
      const path = new URL(request.url ?? "", "http://localhost").pathname;
      // With these the page may have threads.
      response.setHeader("cross-origin-opener-policy", "same-origin");
      response.setHeader("cross-origin-embedder-policy", "require-corp");
      response.setHeader("content-type", types[path.split(".").at(-1) ?? ""] ?? "text/html");
      if (path === "/result") {
        let text = "";
        request.on("data", (part: Buffer) => (text += part.toString()));
        request.on("end", () => {
          resolve(text);
          response.end();
        });
      } else if (path === "/") {
        response.end('<!doctype html><body><script type="module" src="page.js"></script>');
      } else if (path === "/page.js") {
        response.end(script);
      } else {
        const folder = folders[path.split("/")[1] ?? ""] ?? "";
        readFile(join(folder, basename(path))).then(
          (bytes) => response.end(bytes),
          () => response.writeHead(404).end(),
        );
      }
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const { port } = server.address() as AddressInfo;
    profile = await mkdtemp(join(tmpdir(), "ftcp-chromium-"));
    // WebGL without a graphics card.
    const graphics = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"];
    const flags = ["--headless", "--no-sandbox", `--user-data-dir=${profile}`, ...graphics];
    browser = spawn(chromium ?? "", [...flags, `http://127.0.0.1:${port}/`], { stdio: "ignore" });
    answer = JSON.parse(await result) as Answer;
  });

  afterAll(async () => {
    const ended = new Promise((resolve) => browser.once("exit", resolve));
    browser.kill();
    await ended;
    server.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  });

  it("runs on onnxruntime-web, with threads, and on a backend of tfjs", () => {
    expect(answer.error).toBeUndefined();
    expect(answer.isolated).toBe(true);
    expect(answer.onnx.engine).toMatch(/^onnxruntime-web \d/u);
    expect(answer.tfjs.engine).toBe("tfjs-wasm");
  });

  it("lowers the loss, alike on both", () => {
    const { onnx, tfjs } = answer;
    expect(onnx.losses).toHaveLength(24);
    expect(onnx.losses.at(-1)).toBeLessThan(0.85 * (onnx.losses[0] ?? 0));
    onnx.losses.forEach((loss, step) => {
      expect(Math.abs(loss / (tfjs.losses[step] ?? 0) - 1)).toBeLessThan(1e-3);
    });
  });

  it("trains on WebGL too, as Node does, to its precision", async () => {
    await prepareWasmBackend();
    const { runtime } = await loadRuntime();
    const engine = onnxEngine(runtime, { threads: 1 });
    const { losses } = await trainSmallVae(engine, undefined, 2);
    expect(answer.webgl?.engine).toBe("tfjs-webgl");
    expect(answer.webgl?.losses).toHaveLength(losses.length);
    answer.webgl?.losses.forEach((loss, step) => {
      expect(Math.abs(loss / (losses[step] ?? 0) - 1)).toBeLessThan(5e-3);
    });
  });

  it("gives what Node gives: losses, decoded crystals and the decoder's numbers", async () => {
    await prepareWasmBackend();
    const { runtime } = await loadRuntime();
    const expected = await trainSmallVae(onnxEngine(runtime, { threads: 1 }), runtime);
    for (const found of [answer.onnx, answer.tfjs]) {
      found.losses.forEach((loss, step) => {
        expect(Math.abs(loss / (expected.losses[step] ?? 0) - 1)).toBeLessThan(1e-3);
      });
      expect(found.decoded.map(({ elements }) => elements)).toEqual(
        expected.decoded.map(({ elements }) => elements),
      );
      found.decoded.forEach(({ a }, i) => {
        expect(a).toBeCloseTo(expected.decoded[i]?.a ?? Number.NaN, 2);
      });
    }
    expect(answer.onnx.written).toHaveLength(expected.written.length);
    answer.onnx.written.forEach((value, i) => {
      expect(Math.abs(value - (expected.written[i] ?? Number.NaN))).toBeLessThan(1e-2);
    });
  });
});
