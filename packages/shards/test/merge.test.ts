import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { mergeManifests, planShards, type Shard, type ShardManifest } from "../src/index.ts";

function manifest(shard: Shard, change: Partial<ShardManifest> = {}): ShardManifest {
  const { start, end } = shard.rows ?? { start: 0, end: 10 };
  const failed = end > start ? 1 : 0;
  return {
    ...{ kind: "ftcp-shard", version: 1, shard },
    tool: { name: "featurize", version: "1", options: { layout: { rows: 3, columns: 4 } } },
    input: { bytes: 100, sha256: String(shard.index).padStart(64, "0"), holds: "shard" },
    counts: { read: end - start, written: end - start - failed, failed, rejected: 0 },
    errors: failed > 0 ? { DATASETS_INVALID_CIF: 1 } : {},
    rejected: {},
    failures: failed > 0 ? [{ row: start, code: "DATASETS_INVALID_CIF", message: "no CIF" }] : [],
    output: {
      ...{ file: `${shard.index}.npy`, format: { name: "npy", rows: 3, columns: 4 } },
      ...{ bytes: 128, sha256: "f".repeat(64) },
    },
    ...change,
  };
}

describe("mergeManifests", () => {
  it("sums up any cut of a job to the same counts, in any order", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 1, max: 12 }),
        fc.infiniteStream(fc.nat()),
        (total, count, keys) => {
          const all = planShards(total, count).map((shard) => manifest(shard));
          const order = all.map((one) => [Number(keys.next().value), one] as const);
          const shuffled = order.sort(([a], [b]) => a - b).map(([, one]) => one);
          const merged = mergeManifests(shuffled);
          expect(merged).toEqual(mergeManifests(all));
          expect(merged.rows).toEqual({ start: 0, end: total });
          expect(merged.counts.read).toBe(total);
          expect(merged.errors).toEqual({ DATASETS_INVALID_CIF: Math.min(total, count) });
          expect(merged.shards.map(({ index }) => index)).toEqual(all.map((_, index) => index));
        },
      ),
    );
  });

  it("names every shard that is missing or doubled", () => {
    fc.assert(
      fc.property(
        fc
          .array(fc.nat({ max: 3 }), { minLength: 2, maxLength: 8 })
          .filter((times) => times.some((n) => n > 0) && times.some((n) => n !== 1)),
        (times) => {
          const plan = planShards(100, times.length);
          const manifests = plan.flatMap((shard, i) =>
            Array.from({ length: times[i] ?? 0 }, () => manifest(shard)),
          );
          const doubled = plan.filter((_, i) => (times[i] ?? 0) > 1).map(({ index }) => index);
          const missing = plan.filter((_, i) => times[i] === 0).map(({ index }) => index);
          expect(codeOf(() => mergeManifests(manifests))).toMatchObject(
            doubled.length > 0
              ? { code: "SHARDS_DOUBLED", shards: doubled }
              : { code: "SHARDS_MISSING", shards: missing },
          );
        },
      ),
    );
  });

  it("wants at least one manifest", () => {
    expect(codeOf(() => mergeManifests([]))).toMatchObject({ code: "SHARDS_MISSING" });
  });

  it("finds rows between shards and rows in two shards", () => {
    const [a, b] = planShards(20, 2);
    if (a === undefined || b === undefined) throw new Error("two shards");
    const with9 = { ...b, rows: { start: 9, end: 20 } };
    const with12 = { ...b, rows: { start: 12, end: 20 } };
    expect(codeOf(() => mergeManifests([manifest(a), manifest(with9)]))).toMatchObject({
      ...{ code: "SHARDS_DOUBLED", rows: [[9, 10]] },
    });
    expect(codeOf(() => mergeManifests([manifest(a), manifest(with12)]))).toMatchObject({
      ...{ code: "SHARDS_MISSING", rows: [[10, 12]] },
    });
    const unknown = manifest({ ...b, rows: null });
    expect(codeOf(() => mergeManifests([manifest(a), unknown]))).toMatchObject({
      ...{ code: "SHARDS_MISMATCH", shards: [1] },
    });
  });

  it("finds an input that was taken twice, where nobody knows the rows", () => {
    const shards = planShards(20, 2).map((shard) => manifest({ ...shard, rows: null }));
    expect(mergeManifests(shards).rows).toBeNull();
    const input = { bytes: 1, sha256: "a".repeat(64), holds: "shard" } as const;
    const same = shards.map((one) => ({ ...one, input }));
    expect(codeOf(() => mergeManifests(same))).toMatchObject({
      ...{ code: "SHARDS_DOUBLED", shards: [0, 1] },
    });
  });

  it("finds shards of another job", () => {
    const [a, b] = planShards(20, 2).map((shard) => manifest(shard));
    if (a === undefined || b === undefined) throw new Error("two shards");
    const others: [string, Partial<ShardManifest>][] = [
      ["tool.version", { tool: { ...b.tool, version: "2" } }],
      ["tool.name", { tool: { ...b.tool, name: "screen" } }],
      ["tool.options", { tool: { ...b.tool, options: {} } }],
      ["shard.count", { shard: { ...b.shard, count: 3 } }],
      ["output.format", { output: { ...b.output, format: { name: "jsonl" } } }],
    ];
    for (const [field, change] of others) {
      expect(codeOf(() => mergeManifests([a, { ...b, ...change }]))).toMatchObject({
        ...{ code: "SHARDS_MISMATCH", field },
      });
    }
    const from = (sha256: string): Partial<ShardManifest> => ({
      input: { bytes: 5, sha256: sha256.repeat(64), holds: "all" },
    });
    expect(
      codeOf(() =>
        mergeManifests([
          { ...a, ...from("a") },
          { ...b, ...from("b") },
        ]),
      ),
    ).toMatchObject({ code: "SHARDS_MISMATCH", field: "input.sha256" });
    // The order of keys says nothing.
    const turned = { ...b.tool, options: { layout: { columns: 4, rows: 3 } } };
    expect(mergeManifests([a, { ...b, tool: turned }]).counts.read).toBe(20);
  });
});

function codeOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}
