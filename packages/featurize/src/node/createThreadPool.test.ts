import { rm } from "node:fs/promises";

import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import type { Result, Structure } from "@ftcp/crystal";

import { perovskite, rockSalt } from "../../test/structures.ts";
import { bundleModule } from "../../test/bundleModule.ts";
import { createLayout } from "../layout/createLayout.ts";
import { featurize } from "../tensor/featurize.ts";
import {
  featurizeAll,
  type FeaturizeItem,
  type FeaturizeProgress,
} from "../tensor/featurizeAll.ts";
import type { FeaturizePool } from "../parallel/featurizePool.ts";
import { createThreadPool, type ThreadPoolOptions } from "./createThreadPool.ts";

const layout = createLayout();

let crystalModule: URL;
let module: URL;
beforeAll(async () => {
  crystalModule = await bundleModule(new URL("featurizeWorker.ts", import.meta.url));
  module = await bundleModule(new URL("../../test/workers/textWorker.ts", import.meta.url));
});
afterAll(async () => {
  for (const url of [crystalModule, module]) await rm(new URL(".", url), { recursive: true });
});

const pools: { close(): Promise<void> }[] = [];
function startPool<T>(options: ThreadPoolOptions): FeaturizePool<T> {
  const pool = createThreadPool<T>({ module: crystalModule, ...options });
  pools.push(pool);
  return pool;
}
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
});

/** A result in few pieces, which is faster to compare. */
function toBytes(result: FeaturizeItem<Structure, Error>): unknown {
  if (!result.ok) return result;
  const { data, shape } = result.value;
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return { ...result, value: { bytes: bytes.toString("latin1"), shape } };
}

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}

describe("featurizeAll in threads", () => {
  it("gives the results of one thread, in order, whatever the size of batches", async () => {
    const structures = Array.from({ length: 20 }, (_, at) =>
      at % 3 === 0 ? rockSalt : perovskite,
    );
    const expected = await collect(featurizeAll(structures, { layout }));
    const pool = startPool<Structure>({ size: 2 });
    for (const batchSize of [1, 7]) {
      const progress: FeaturizeProgress[] = [];
      const results = await collect(
        featurizeAll(structures, {
          ...{ layout, pool, batchSize },
          onProgress: (state) => progress.push(state),
        }),
      );
      expect(results.map(toBytes)).toEqual(expected.map(toBytes));
      expect(progress.at(-1)).toEqual({ done: 20, failed: 0 });
    }
  });

  it("prepares items in the thread, and brings each error home with its class or its code", async () => {
    const pool = startPool<string>({ size: 2, module });
    const lost = new Error("lost on the way");
    function* source(): Generator<Result<string>> {
      for (const value of ["Cs Cl", "bad", "shared"]) yield { ok: true, value };
      yield { ok: false, error: lost };
      yield { ok: true, value: "Na Cl" };
    }
    const results = await collect(featurizeAll(source(), { layout, pool, batchSize: 2 }));
    expect(results.map(({ ok, index, item }) => [ok, index, item])).toEqual([
      [true, 0, "Cs Cl"],
      [false, 1, "bad"],
      [false, 2, "shared"],
      [false, 3, undefined],
      [true, 4, "Na Cl"],
    ]);
    expect(results[1]).toMatchObject({
      error: {
        ...{ name: "TextError", code: "TEXT_BAD", message: "unreadable", line: 7 },
        cause: { name: "RangeError", message: "below" },
      },
    });
    expect(results[2]).toMatchObject({
      error: { code: "FEATURIZE_DISORDERED_SITE", data: { site: 0, crystal: 2 } },
    });
    expect(results[3]).toMatchObject({ error: lost });
    const [first] = results;
    expect(first?.ok === true && first.value.shape).toEqual([1, layout.rows, layout.columns]);
  });

  it("reads the source no faster than its reader takes results", async () => {
    const pool = startPool<Structure>({ size: 2 });
    let read = 0;
    let isClosed = false;
    function* endless(): Generator<Structure> {
      try {
        for (;;) {
          read++;
          yield rockSalt;
        }
      } finally {
        isClosed = true;
      }
    }
    let taken = 0;
    for await (const { ok } of featurizeAll(endless(), { layout, pool, batchSize: 5 })) {
      expect(ok).toBe(true);
      taken++;
      await new Promise((resolve) => setTimeout(resolve, 5));
      expect(read - taken).toBeLessThanOrEqual(5 * 5);
      if (taken === 20) break;
    }
    expect(isClosed).toBe(true);
    // The pool lives on.
    expect(await collect(featurizeAll([rockSalt], { layout, pool }))).toHaveLength(1);
  });

  it.each(["hang", "wait"])(
    "stops at once when aborted, even in a crystal that takes for ever: %s",
    async (word) => {
      const pool = startPool<string>({ size: 2, module });
      const controller = new AbortController();
      const reason = new Error("enough");
      const texts = ["Cs Cl", word, "Cs Cl"];
      const options = { layout, pool, batchSize: 1, signal: controller.signal };
      let taken = 0;
      const work = async (): Promise<void> => {
        for await (const { ok } of featurizeAll(texts, options)) {
          expect(ok).toBe(true);
          taken++;
          setTimeout(() => {
            controller.abort(reason);
          }, 50);
        }
      };
      await expect(work()).rejects.toBe(reason);
      expect(taken).toBe(1);
      expect(await collect(featurizeAll(["Na Cl"], { layout, pool }))).toMatchObject([
        { ok: true },
      ]);
    },
  );

  it.each([
    ["is stopped", "hang"],
    ["dies", "exit"],
  ])("works on for others when a thread %s that held their batches too", async (_what, word) => {
    const pool = startPool<string>({ size: 1, module });
    const controller = new AbortController();
    const options = { layout, pool, batchSize: 1 };
    const lost = collect(featurizeAll([word], { ...options, signal: controller.signal }));
    const others = collect(featurizeAll(["Cs Cl", "bad", "Na Cl", "K Br"], options));
    const stop = (): void => {
      controller.abort(new Error("enough"));
    };
    if (word === "hang") setTimeout(stop, 300);
    const failure = word === "hang" ? { message: "enough" } : { code: "FEATURIZE_WORKER_FAILED" };
    await expect(lost).rejects.toMatchObject(failure);
    expect((await others).map(({ ok }) => ok)).toEqual([true, false, true, true]);
  });

  it("says when a module has no task, or is not there", async () => {
    const missing = new URL("missing.mjs", module);
    const none = new URL("data:text/javascript,export default 1");
    for (const wrong of [missing, none]) {
      const pool = startPool<string>({ size: 2, module: wrong });
      await expect(collect(featurizeAll(["Na Cl"], { layout, pool }))).rejects.toMatchObject({
        code: "FEATURIZE_WORKER_FAILED",
      });
    }
  });

  it("gives out what came before the source failed, then its error", async () => {
    const pool = startPool<Structure>({ size: 2 });
    function* failing(): Generator<Structure> {
      yield rockSalt;
      yield perovskite;
      throw new RangeError("source");
    }
    const taken: number[] = [];
    const work = async (): Promise<void> => {
      for await (const { index } of featurizeAll(failing(), { layout, pool })) taken.push(index);
    };
    await expect(work()).rejects.toThrow(RangeError);
    expect(taken).toEqual([0, 1]);
  });

  it("says when a thread fails: a bug, no such module, a closed pool", async () => {
    const failure = { code: "FEATURIZE_WORKER_FAILED" };
    const pool = startPool<string>({ size: 1, module });
    await expect(collect(featurizeAll(["bug"], { layout, pool }))).rejects.toMatchObject({
      ...failure,
      cause: { name: "TypeError", message: "a bug" },
    });
    expect(await collect(featurizeAll(["Na Cl"], { layout, pool }))).toMatchObject([{ ok: true }]);
    await pool.close();
    await expect(collect(featurizeAll(["Na Cl"], { layout, pool }))).rejects.toMatchObject(failure);
  });

  it("refuses a pool of no threads and empty batches", async () => {
    expect(() => createThreadPool({ size: 0 })).toThrow(RangeError);
    const pool = startPool<Structure>({ size: 1 });
    await expect(collect(featurizeAll([rockSalt], { layout, pool, batchSize: 0 }))).rejects.toThrow(
      RangeError,
    );
    const [result] = await collect(featurizeAll([rockSalt], { layout, pool }));
    expect(result).toMatchObject({ value: featurize(rockSalt, layout) });
  });
});
