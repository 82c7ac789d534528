import { beforeAll, describe, expect, it } from "@jest/globals";
import { createLayout } from "@ftcp/featurize";
import { readNpy } from "@ftcp/featurize/node";
import { collectRecords, readJsonl, removeDuplicates, writeJsonl } from "@ftcp/datasets";
import fc from "fast-check";
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import {
  createDedupeTask,
  createFeaturizeTask,
  createKeyTask,
  createScreenTask,
  planShards,
  type Shard,
  type ShardTask,
} from "../src/index.ts";
import {
  joinShards,
  manifestPath,
  readManifest,
  runShard,
  verifyShard,
  writeManifest,
} from "../src/node/index.ts";
import { makeLines, toBytes } from "./crystals.ts";
import { toyIndex, toyModel } from "./toyModel.ts";
import { useTemporaryFolder } from "./useTemporaryFolder.ts";

const at = useTemporaryFolder();
const layout = createLayout({ maxElements: 2, maxSites: 2 });
const featurizeTask = createFeaturizeTask({ layout });
const lines = makeLines(60);
const all = (by: Shard["by"], total: number): Shard => ({
  ...{ index: 0, count: 1, by, rows: { start: 0, end: total } },
});
const version = "test";
let unique = 0;

beforeAll(async () => {
  await writeFile(at("all.jsonl"), toBytes(lines));
});

/** Cuts a job at given places. */
function cut(total: number, cuts: readonly number[]): readonly Shard[] {
  const places = [0, ...[...cuts].sort((a, b) => a - b), total];
  return places.slice(1).map((end, index) => ({
    ...{ index, count: places.length - 1, by: "rows" as const },
    rows: { start: places[index] ?? 0, end },
  }));
}

async function runAll(
  task: ShardTask,
  shards: readonly Shard[],
  inputOf: (shard: Shard) => Uint8Array | string | undefined,
): Promise<{ readonly bytes: Buffer; readonly manifest: Awaited<ReturnType<typeof joinShards>> }> {
  const folder = at(`run-${unique++}`);
  await mkdir(folder);
  const paths: string[] = [];
  for (const shard of shards) {
    const out = `${folder}/${shard.index}.out`;
    const input = inputOf(shard);
    await runShard({ ...{ task, version, shard, out }, ...(input === undefined ? {} : { input }) });
    paths.push(manifestPath(out));
  }
  const manifest = await joinShards(paths.reverse(), { out: `${folder}/joined` });
  expect((await readdir(folder)).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  return { bytes: await readFile(`${folder}/joined`), manifest };
}

const linesOf = ({ rows }: Shard): Uint8Array => toBytes(lines.slice(rows?.start, rows?.end));

describe("any cut of a job gives the bytes of the whole", () => {
  it("featurize", async () => {
    const whole = await runAll(featurizeTask, cut(60, []), linesOf);
    expect(whole.manifest.counts).toEqual({ read: 60, written: 54, failed: 6, rejected: 0 });
    expect(whole.manifest.errors).toEqual({ DATASETS_INVALID_CIF: 6 });
    expect(whole.manifest.ids).toHaveLength(54);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 60 }), { maxLength: 6 }), async (cuts) => {
        const parts = await runAll(featurizeTask, cut(60, cuts), linesOf);
        expect(parts.bytes.equals(whole.bytes)).toBe(true);
        expect(parts.manifest.output).toEqual(whole.manifest.output);
        expect(parts.manifest).toMatchObject({
          ...{ counts: whole.manifest.counts, errors: whole.manifest.errors },
          ...{ ids: whole.manifest.ids, rows: { start: 0, end: 60 } },
        });
      }),
      { numRuns: 8 },
    );
    const tensor = await readNpy(at("run-0", "joined"));
    expect(tensor.shape).toEqual([54, layout.rows, layout.columns]);
  });

  it("featurize, from a file that holds the rows of all shards", async () => {
    const whole = await runAll(featurizeTask, cut(60, []), linesOf);
    const parts = await runAll(featurizeTask, planShards(60, 7), () => at("all.jsonl"));
    expect(parts.bytes.equals(whole.bytes)).toBe(true);
  });

  it.each(["lp", "slerp", "random"] as const)("screen of %s samples", async (sampler) => {
    const task = createScreenTask({
      ...{ model: toyModel, identity: { model: "toy" }, index: toyIndex },
      source: { kind: "samples", sampler, seed: 3 },
    });
    const whole = await runAll(task, cut(300, []), () => undefined);
    expect(whole.manifest.counts.read).toBe(300);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 300 }), { maxLength: 6 }), async (cuts) => {
        const parts = await runAll(task, cut(300, cuts), () => undefined);
        expect(parts.bytes.equals(whole.bytes)).toBe(true);
        expect(parts.manifest.rejected).toEqual(whole.manifest.rejected);
      }),
      { numRuns: 5 },
    );
  });

  it("screen of latents that are given", async () => {
    const latents = Array.from({ length: 150 }, (_, i) =>
      JSON.stringify({ id: `z-${i}`, latent: [i / 50 - 1.5, (i % 40) / 10 - 2, i] }),
    );
    const task = createScreenTask({
      ...{ model: toyModel, identity: { model: "toy" }, source: { kind: "latents" } },
    });
    const inputOf = ({ rows }: Shard): Uint8Array => toBytes(latents.slice(rows?.start, rows?.end));
    const whole = await runAll(task, cut(150, []), inputOf);
    expect(whole.manifest.counts.failed).toBeGreaterThan(0);
    expect(whole.manifest.rejected["distance"]).toBeGreaterThan(0);
    const parts = await runAll(task, cut(150, [10, 64, 65, 140]), inputOf);
    expect(parts.bytes.equals(whole.bytes)).toBe(true);
    const { records, errors } = await collectRecords(readJsonl(whole.bytes));
    expect(errors).toEqual([]);
    expect(records).toHaveLength(whole.manifest.counts.written);
    expect(records[0]?.properties).toMatchObject({ sample: 10, sites: 2 });
  });

  it("dedupe, for any number of shards by formula, as removeDuplicates of all", async () => {
    const buckets = (count: number): readonly Shard[] =>
      Array.from({ length: count }, (_, index) => ({
        ...{ index, count, by: "formula" as const, rows: { start: 0, end: 60 } },
      }));
    const whole = await runAll(createDedupeTask(), buckets(1), () => at("all.jsonl"));
    for (const count of [2, 5, 16]) {
      const parts = await runAll(createDedupeTask(), buckets(count), () => at("all.jsonl"));
      expect(parts.bytes.equals(whole.bytes)).toBe(true);
      expect(parts.manifest.counts).toEqual(whole.manifest.counts);
    }
    const { records } = await collectRecords(readJsonl(toBytes(lines)));
    const expected = await collectRecords(removeDuplicates(records));
    const found = await collectRecords(readJsonl(whole.bytes));
    expect(found.records.map(({ id }) => id)).toEqual(expected.records.map(({ id }) => id));
    expect(whole.manifest.rejected["duplicate"]).toBe(records.length - expected.records.length);
    expect(found.records[3]?.structure).toEqual(expected.records[3]?.structure);
  });

  it("dedupe in two steps, keys first and then what belongs together", async () => {
    const count = 4;
    const whole = await runAll(createDedupeTask(), [all("formula", 60)], () => at("all.jsonl"));
    const keys = await runAll(createKeyTask({ buckets: count }), planShards(60, 3), linesOf);
    const keyed = keys.bytes.toString().trimEnd().split("\n");
    const shards: readonly Shard[] = Array.from({ length: count }, (_, index) => ({
      ...{ index, count, by: "formula", rows: null },
    }));
    const inBucket = ({ index }: Shard): Uint8Array =>
      toBytes(
        keyed.filter((line) => (JSON.parse(line) as { ftcp_bucket: number }).ftcp_bucket === index),
      );
    const parts = await runAll(createDedupeTask(), shards, inBucket);
    expect(parts.bytes.equals(whole.bytes)).toBe(true);
    expect(keys.manifest.counts.failed).toBe(whole.manifest.counts.failed);
  });

  it("keeps every column of a row but our own", async () => {
    const { bytes } = await runAll(createDedupeTask(), [all("formula", 60)], () => at("all.jsonl"));
    const again = await collectRecords(readJsonl(bytes));
    let text = "";
    for await (const line of writeJsonl(again.records)) text += line;
    expect(JSON.parse(text.split("\n")[1] ?? "")).toMatchObject({
      ...{ material_id: "c-1", energy: -1 / 8, ftcp_row: 1, ftcp_formula: "KBr" },
    });
  });
});

describe("runShard", () => {
  const shard = planShards(60, 4)[1] ?? all("rows", 60);
  const options = { task: featurizeTask, version, shard, input: linesOf(shard) };

  it("does nothing when the shard is finished, and gives the same bytes when it runs again", async () => {
    const out = at("again.npy");
    const first = await runShard({ ...options, out });
    expect(first).toMatchObject({ wasDone: false });
    expect(first).not.toHaveProperty("replaced");
    const [bytes, manifest] = [await readFile(out), await readFile(manifestPath(out))];
    const { ino } = await stat(out);
    const second = await runShard({ ...options, out });
    expect(second).toEqual({ manifest: first.manifest, wasDone: true });
    expect((await stat(out)).ino).toBe(ino);
    await rm(manifestPath(out)); // as if killed between output and manifest
    expect(await runShard({ ...options, out })).toMatchObject({ wasDone: false });
    expect(await readFile(out)).toEqual(bytes);
    expect(await readFile(manifestPath(out))).toEqual(manifest);
  });

  it("makes damaged outputs anew, and says why", async () => {
    const out = at("damaged.npy");
    await runShard({ ...options, out });
    const bytes = await readFile(out);
    const flipped = Buffer.from(bytes);
    flipped.writeUInt8(flipped.readUInt8(1000) ^ 1, 1000);
    for (const damage of [flipped, bytes.subarray(0, -1), Buffer.alloc(0)]) {
      await writeFile(out, damage);
      await expect(verifyShard(out)).rejects.toMatchObject({ code: "SHARDS_DAMAGED", file: out });
      expect(await runShard({ ...options, out })).toMatchObject({
        ...{ wasDone: false, replaced: "SHARDS_DAMAGED" },
      });
      expect(await readFile(out)).toEqual(bytes);
    }
    const text = await readFile(manifestPath(out), "utf8");
    const spoiled: [string, string][] = [
      [text.slice(0, 200), "SHARDS_INVALID_MANIFEST"],
      [text.replace('"written":13', '"written":14'), "SHARDS_DAMAGED"],
      ["[]", "SHARDS_INVALID_MANIFEST"],
    ];
    for (const [manifest, code] of spoiled) {
      expect(manifest).not.toBe(text);
      await writeFile(manifestPath(out), manifest);
      await expect(readManifest(manifestPath(out))).rejects.toMatchObject({ code });
      expect(await runShard({ ...options, out })).toMatchObject({ replaced: code });
    }
  });

  it("replaces the output of another job", async () => {
    const out = at("other.npy");
    await runShard({ ...options, out, version: "earlier" });
    expect(await runShard({ ...options, out })).toMatchObject({ replaced: "SHARDS_MISMATCH" });
  });

  it("may run twice at the same time", async () => {
    const out = at("both.npy");
    const reports = await Promise.all([
      runShard({ ...options, out }),
      runShard({ ...options, out }),
      runShard({ ...options, out }),
    ]);
    expect(new Set(reports.map(({ manifest }) => manifest.output.sha256)).size).toBe(1);
    expect((await verifyShard(out)).counts.written).toBe(reports[0].manifest.counts.written);
  });

  it("takes no input that was cut short for a whole one", async () => {
    const out = at("short.npy");
    const half = options.input.subarray(0, options.input.length >> 1);
    await expect(runShard({ ...options, input: half, out })).rejects.toMatchObject({
      ...{ code: "SHARDS_INPUT_INCOMPLETE", shards: [1], rows: [[15, 30]] },
    });
    // Cut within the last row, the number of rows is right: the hash of the sender tells.
    const inputSha256 = createHash("sha256").update(options.input).digest("hex");
    const almost = options.input.subarray(0, -20);
    await expect(runShard({ ...options, input: almost, inputSha256, out })).rejects.toMatchObject({
      code: "SHARDS_INPUT_CHANGED",
    });
    const more = toBytes(lines.slice(15, 31));
    await expect(runShard({ ...options, input: more, out })).rejects.toMatchObject({
      code: "SHARDS_INPUT_INCOMPLETE",
    });
    await expect(runShard({ ...options, input: at("none.jsonl"), out })).rejects.toMatchObject({
      code: "SHARDS_MISSING",
    });
    await writeFile(at("cut.jsonl"), toBytes(lines.slice(0, 20)));
    await expect(runShard({ ...options, input: at("cut.jsonl"), out })).rejects.toMatchObject({
      code: "SHARDS_INPUT_INCOMPLETE",
    });
    expect((await readdir(at())).filter((name) => name.includes("short.npy"))).toEqual([]);
  });

  it("leaves nothing behind when it is stopped, and the earlier output as it was", async () => {
    const out = at("stopped.npy");
    const controller = new AbortController();
    const run = runShard({
      ...{ ...options, out, signal: controller.signal },
      onProgress: ({ read }) => {
        if (read === 7) controller.abort(new Error("enough"));
      },
    });
    await expect(run).rejects.toThrow("enough");
    expect((await readdir(at())).filter((name) => name.includes("stopped"))).toEqual([]);
  });

  it("names the file when it cannot be written", async () => {
    await expect(runShard({ ...options, out: at("no", "folder.npy") })).rejects.toMatchObject({
      ...{ code: "SHARDS_WRITE_FAILED", file: at("no", "folder.npy") },
    });
  });

  it("lets bugs through", async () => {
    const task: ShardTask = {
      ...featurizeTask,
      run: () => {
        throw new TypeError("bug");
      },
    };
    await expect(runShard({ ...options, task, out: at("bug.npy") })).rejects.toThrow(TypeError);
  });
});

describe("joinShards", () => {
  async function makeShards(name: string): Promise<string[]> {
    await mkdir(at(name));
    const paths: string[] = [];
    for (const shard of planShards(60, 3)) {
      const out = at(name, `${shard.index}.npy`);
      await runShard({ task: featurizeTask, version, shard, input: linesOf(shard), out });
      paths.push(manifestPath(out));
    }
    return paths;
  }

  it("checks only, without a file to join to", async () => {
    const paths = await makeShards("checked");
    const whole = await joinShards(paths);
    expect(whole).not.toHaveProperty("output");
    expect(whole.counts.read).toBe(60);
    await writeManifest(at("checked", "set.json"), whole);
    expect(await readManifest(at("checked", "set.json"))).toEqual(whole);
  });

  it("joins nothing unless all is in order", async () => {
    const paths = await makeShards("broken");
    const out = at("broken", "joined.npy");
    const code = async (list: readonly string[]): Promise<unknown> => {
      for (const options of [{ out }, {}]) {
        await expect(joinShards(list, options)).rejects.toBeDefined();
      }
      return joinShards(list, { out }).catch((error: unknown) => error);
    };
    const [a = "", b = "", c = ""] = paths;
    expect(await code([a, c])).toMatchObject({ code: "SHARDS_MISSING", shards: [1] });
    expect(await code([a, b, c, b])).toMatchObject({ code: "SHARDS_DOUBLED", shards: [1] });
    expect(await code([a, b, `${c}x`])).toMatchObject({ code: "SHARDS_MISSING" });
    const output = at("broken", "2.npy");
    const bytes = await readFile(output);
    await writeFile(output, bytes.subarray(0, 5000));
    expect(await code(paths)).toMatchObject({ code: "SHARDS_DAMAGED", shards: [2], file: output });
    await writeFile(output, Buffer.concat([bytes.subarray(0, -1), Buffer.of(7)]));
    expect(await code(paths)).toMatchObject({ code: "SHARDS_DAMAGED", shards: [2], file: output });
    await rm(output);
    expect(await code(paths)).toMatchObject({ code: "SHARDS_MISSING", file: output });
    const left = await readdir(at("broken"));
    expect(left.filter((name) => name.includes("joined"))).toEqual([]);
  });
});
