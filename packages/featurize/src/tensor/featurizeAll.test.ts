import { createSite, type Result, type Structure } from "@ftcp/crystal";
import { describe, expect, it } from "@jest/globals";

import { perovskite, rockSalt } from "../../test/structures.ts";
import { createLayout } from "../layout/createLayout.ts";
import { featurize } from "./featurize.ts";
import { featurizeAll, type FeaturizeProgress } from "./featurizeAll.ts";

const layout = createLayout({ cell: "given", siteOrder: "given" });
const disordered: Structure = {
  lattice: rockSalt.lattice,
  sites: [createSite([{ element: "Na", occupancy: 0.5 }], [0, 0, 0])],
};

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}

describe("featurizeAll", () => {
  it("gives one result for each structure; a bad one stops nothing", async () => {
    const progress: FeaturizeProgress[] = [];
    const results = await collect(
      featurizeAll([rockSalt, disordered, perovskite], {
        layout,
        onProgress: (state) => progress.push(state),
      }),
    );
    expect(results[0]).toEqual({
      ok: true,
      value: featurize(rockSalt, layout),
      index: 0,
      item: rockSalt,
    });
    expect(results[1]).toMatchObject({
      ok: false,
      error: { code: "FEATURIZE_DISORDERED_SITE", data: { site: 0, crystal: 1 } },
      index: 1,
      item: disordered,
    });
    expect(results[2]).toMatchObject({ ok: true, index: 2 });
    expect(progress).toEqual([
      { done: 1, failed: 0 },
      { done: 2, failed: 1 },
      { done: 3, failed: 1 },
    ]);
  });

  it("takes a reader's results of records and passes its errors on", async () => {
    const error = new TypeError("unreadable");
    async function* reader(): AsyncGenerator<
      Result<{ id: string; structure: Structure }, TypeError>
    > {
      await Promise.resolve();
      yield { ok: true, value: { id: "a", structure: rockSalt } };
      yield { ok: false, error };
      yield { ok: true, value: { id: "c", structure: disordered } };
    }
    const results = await collect(featurizeAll(reader(), { layout }));
    expect(results.map(({ ok, item }) => [ok, item?.id])).toEqual([
      [true, "a"],
      [false, undefined],
      [false, "c"],
    ]);
    expect(results[1]).toEqual({ ok: false, error, index: 1, item: undefined });
  });

  it("stops when asked to, and closes its source", async () => {
    let closed = false;
    function* endless(): Generator<Structure> {
      try {
        for (;;) yield rockSalt;
      } finally {
        closed = true;
      }
    }
    const controller = new AbortController();
    let count = 0;
    const work = async (): Promise<void> => {
      for await (const result of featurizeAll(endless(), { layout, signal: controller.signal })) {
        expect(result.ok).toBe(true);
        if (++count === 3) controller.abort();
      }
    };
    await expect(work()).rejects.toMatchObject({ name: "AbortError" });
    expect(count).toBe(3);
    expect(closed).toBe(true);
  });

  it("gives timers a turn, so that a page stays alive", async () => {
    const controller = new AbortController();
    setTimeout(() => {
      controller.abort();
    }, 10);
    function* endless(): Generator<Structure> {
      for (;;) yield rockSalt;
    }
    await expect(
      collect(featurizeAll(endless(), { layout, signal: controller.signal })),
    ).rejects.toMatchObject({ name: "AbortError" });
  });

  it("lets a programming error through", async () => {
    await expect(
      collect(featurizeAll([{ structure: null } as unknown as Structure], { layout })),
    ).rejects.toBeInstanceOf(TypeError);
  });
});
