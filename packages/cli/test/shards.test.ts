import { beforeAll, describe, expect, it } from "@jest/globals";
import { readNpy } from "@ftcp/featurize/node";
import type { ShardManifest, ShardSetManifest } from "@ftcp/shards";
import { verifyShard } from "@ftcp/shards/node";
import { createHash } from "node:crypto";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { rows, toJsonl } from "./crystals.ts";
import { ftcp } from "./ftcp.ts";
import { useTinyModel } from "./useTinyModel.ts";

const at = useTinyModel("--attribution", "textbooks");
const data = [rows[0], { material_id: "bad", cif: "data_x" }, ...rows.slice(1), rows[2], rows[9]];
const text = toJsonl(data);

beforeAll(async () => {
  await writeFile(at("some.jsonl"), text);
});

function pipe(input: string): { openStdin: () => AsyncIterable<Uint8Array> } {
  // eslint-disable-next-line @typescript-eslint/require-await -- a stream with one piece
  async function* stdin(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(input);
  }
  return { openStdin: stdin };
}

describe("ftcp featurize --shard", () => {
  const small = ["--max-sites", "10"];

  it("makes shards of a file or of standard input, that merge to what one process writes", async () => {
    const whole = ["featurize", at("some.jsonl"), "--out", at("whole.npy"), ...small];
    expect(await ftcp(whole)).toMatchObject({ code: 1 });
    const lines = text.trimEnd().split("\n");
    for (const index of [2, 0, 1]) {
      const out = at("shards", `${index}.npy`);
      const args = ["--shard", `${index}/3`, "--out", out, "--json", ...small];
      const result = await ftcp(["featurize", at("some.jsonl"), ...args]);
      const manifest = JSON.parse(result.stdout) as ShardManifest & { wasDone: boolean };
      expect(result.code).toBe(manifest.counts.failed === 0 ? 0 : 1);
      expect(manifest.wasDone).toBe(false);
      expect(JSON.parse((await ftcp(["featurize", at("some.jsonl"), ...args])).stdout)).toEqual({
        ...{ ...manifest, wasDone: true },
      });

      const { start, end } = manifest.shard.rows ?? { start: 0, end: 0 };
      const own = lines.slice(start, end).map((line) => `${line}\n`);
      const piped = await ftcp(
        [
          ...["featurize", "-", "--shard", `${index}/3`, "--rows", `${start}:${end}`, ...small],
          ...["--input-sha256", createHash("sha256").update(own.join("")).digest("hex")],
          ...["--out", at("piped", `${index}.npy`)],
        ],
        pipe(own.join("")),
      );
      expect(piped.code).toBe(result.code);
      expect((await verifyShard(at("piped", `${index}.npy`))).output).toEqual(manifest.output);
    }
    for (const folder of ["shards", "piped"]) {
      const out = at(`${folder}.npy`);
      const merged = await ftcp(["merge", at(folder), "--out", out, "--json"]);
      expect(merged.code).toBe(1); // a crystal cannot be read
      const manifest = JSON.parse(merged.stdout) as ShardSetManifest;
      expect(manifest.counts).toEqual({
        ...{ read: data.length, written: data.length - 1, failed: 1, rejected: 0 },
      });
      expect(manifest.errors).toEqual({ DATASETS_INVALID_CIF: 1 });
      expect(manifest.tool.name).toBe("featurize");
      expect((await readFile(out)).equals(await readFile(at("whole.npy")))).toBe(true);
      expect((await readNpy(out)).shape[0]).toBe(data.length - 1);
    }
  });

  it("takes shards of a Parquet file, and merges again to the same bytes", async () => {
    const parquet = at("data.parquet");
    expect((await ftcp(["data", "convert", at("some.jsonl"), "--out", parquet])).code).toBe(1);
    for (const index of [0, 1]) {
      const out = at("parquet", `${index}.npy`);
      const args = ["featurize", parquet, "--shard", `${index}/2`, "--out", out, ...small];
      expect(await ftcp(args)).toMatchObject({ code: 0 });
    }
    for (let time = 0; time < 2; time++) {
      const merged = await ftcp(["merge", at("parquet"), "--out", at("parquet.npy")]);
      expect(merged).toMatchObject({ code: 0, stdout: expect.stringContaining("0 failed") });
      const whole = await readFile(at("whole.npy"));
      expect((await readFile(at("parquet.npy"))).equals(whole)).toBe(true);
    }
    expect(await ftcp(["dedupe", at("parquet"), "--out", at("x.jsonl")])).toMatchObject({
      ...{ code: 2, stderr: expect.stringContaining("CLI_USAGE") },
    });
  });

  it("refuses a shard that is missing, doubled, damaged or cut short", async () => {
    const merge = (...paths: string[]): ReturnType<typeof ftcp> =>
      ftcp(["merge", ...paths, "--out", at("refused.npy")]);
    const one = (index: number): string => at("shards", `${index}.npy.manifest.json`);
    expect(await merge(one(0), one(2))).toMatchObject({
      ...{ code: 2, stderr: expect.stringContaining("SHARDS_MISSING") },
    });
    expect(await merge(at("shards"), one(1))).toMatchObject({
      ...{ code: 2, stderr: expect.stringContaining("SHARDS_DOUBLED") },
    });
    const bytes = await readFile(at("shards", "1.npy"));
    await writeFile(at("shards", "1.npy"), bytes.subarray(0, 4000));
    expect(await merge(at("shards"))).toMatchObject({
      ...{ code: 2, stderr: expect.stringContaining("SHARDS_DAMAGED") },
    });
    await rm(at("shards", "1.npy"));
    expect(await merge(at("shards"))).toMatchObject({ code: 2 });
    expect(await readdir(at())).not.toContain("refused.npy");
    const args = ["featurize", "-", "--shard", "0/2", "--out", at("half.npy")];
    expect(await ftcp([...args, "--rows", "0:7"], pipe(text.slice(0, 1000)))).toMatchObject({
      ...{ code: 2, stderr: expect.stringContaining("SHARDS_INPUT_INCOMPLETE") },
    });
    const sha256 = "0".repeat(64);
    expect(await ftcp([...args, "--input-sha256", sha256], pipe(text))).toMatchObject({
      ...{ code: 2, stderr: expect.stringContaining("SHARDS_INPUT_CHANGED") },
    });
  });

  it("says which options go not together", async () => {
    const args = ["featurize", at("some.jsonl"), "--shard", "0/2"];
    for (const more of [
      ["--out", at("x.npz")],
      ["--out", at("x.npy"), "--limit", "3"],
      ["--out", at("x.npy"), "--resume"],
      ["--out", at("x.npy"), "--workers", "2"],
      ["--out", at("x.npy"), "--shard", "2/2"],
      ["--out", at("x.npy"), "--rows", "5"],
    ]) {
      expect(await ftcp([...args, ...more])).toMatchObject({
        ...{ code: 2, stderr: expect.stringContaining("CLI_USAGE") },
      });
    }
  });
});

describe("a killed process", () => {
  it("leaves nothing that is taken for a finished shard", async () => {
    const many = Array.from({ length: 5000 }, (_, i) => ({
      ...rows[i % 9],
      material_id: `m-${i}`,
    }));
    await writeFile(at("many.jsonl"), toJsonl(many));
    const out = at("killed", "0.npy");
    const args = ["featurize", at("many.jsonl"), "--shard", "0/1", "--out", out];
    const tsx = createRequire(import.meta.url).resolve("tsx/esm");
    const source = fileURLToPath(new URL("./ftcpProcess.ts", import.meta.url));
    const node = ["--import", tsx, "--conditions=@ftcp/source", source];
    const child = spawn(process.execPath, [...node, ...args], { stdio: "ignore" });
    const ended = once(child, "exit");
    const grown = async (): Promise<number> => {
      const names = await readdir(at("killed")).catch(() => []);
      const sizes = await Promise.all(
        names.map(async (name) => (await stat(at("killed", name))).size),
      );
      return Math.max(0, ...sizes);
    };
    while ((await grown()) < 1_000_000) await wait(5);
    child.kill("SIGKILL");
    expect(await ended).toEqual([null, "SIGKILL"]);

    const left = await readdir(at("killed"));
    expect(left).toEqual([expect.stringMatching(/^\.0\.npy\..*\.tmp$/u)]);
    expect(await ftcp(["merge", at("killed")])).toMatchObject({
      ...{ code: 2, stderr: expect.stringContaining("SHARDS_MISSING") },
    });
    const again = await ftcp([...args, "--json"]);
    expect(JSON.parse(again.stdout)).toMatchObject({
      ...{ wasDone: false, counts: { read: 5000, written: 5000 } },
    });
    // What the dead process had begun is gone.
    expect((await readdir(at("killed"))).sort()).toEqual(["0.npy", "0.npy.manifest.json"]);
    expect((await ftcp(["merge", at("killed")])).code).toBe(0);
  });
});

describe("ftcp dedupe", () => {
  it("keeps the same crystals in one process, by buckets, and in two steps", async () => {
    expect(await ftcp(["dedupe", at("some.jsonl"), "--out", at("unique.jsonl")])).toMatchObject({
      ...{ code: 1, stdout: expect.stringContaining("2 left out") },
    });
    const again = await ftcp(["dedupe", at("some.jsonl"), "--out", at("unique.jsonl"), "--json"]);
    expect(JSON.parse(again.stdout)).toMatchObject({ wasDone: true });
    const unique = await readFile(at("unique.jsonl"), "utf8");
    expect(unique.trimEnd().split("\n")).toHaveLength(rows.length);

    const keys = ["dedupe", "-", "--keys", "--buckets", "2", "--shard", "0/1"];
    await ftcp([...keys, "--out", at("keys.jsonl")], pipe(text));
    const keyed = (await readFile(at("keys.jsonl"), "utf8")).trimEnd().split("\n");
    for (const index of [0, 1]) {
      const shard = ["--shard", `${index}/2`];
      const out = at("buckets", `${index}.jsonl`);
      await ftcp(["dedupe", at("some.jsonl"), ...shard, "--out", out]);
      const own = keyed.filter((line) => line.includes(`"ftcp_bucket":${index},`));
      const second = at("second", `${index}.jsonl`);
      await ftcp(["dedupe", "-", ...shard, "--out", second], pipe(`${own.join("\n")}\n`));
    }
    for (const folder of ["buckets", "second"]) {
      await ftcp(["merge", at(folder), "--out", at(`${folder}.jsonl`)]);
      expect(await readFile(at(`${folder}.jsonl`), "utf8")).toBe(unique);
    }
    expect(await ftcp([...keys.slice(0, 3), "--out", at("x.jsonl")])).toMatchObject({ code: 2 });
  });
});

describe("ftcp screen", () => {
  it("gives the same crystals for a range, however it is cut", async () => {
    const screen = ["screen", "--model", at("tiny")];
    const args = [...screen, "--samples", "8150:8250", "--sampler", "random", "--seed", "4"];
    const { code, stdout } = await ftcp([...args, "--out", at("screen.jsonl"), "--json"]);
    const { counts } = JSON.parse(stdout) as ShardManifest;
    expect(code).toBe(counts.failed > 0 ? 1 : 0);
    expect(counts.read).toBe(100);
    expect(counts.written).toBeGreaterThan(5);
    for (const index of [0, 1, 2]) {
      const out = at("screened", `${index}.jsonl`);
      await ftcp([...args, "--shard", `${index}/3`, "--out", out]);
    }
    await ftcp(["merge", at("screened"), "--out", at("screened.jsonl")]);
    const whole = await readFile(at("screen.jsonl"), "utf8");
    expect(await readFile(at("screened.jsonl"), "utf8")).toBe(whole);
    expect(JSON.parse(whole.split("\n")[0] ?? "")).toMatchObject({
      material_id: expect.stringMatching(/^random-4-81\d\d$/u),
      band_gap: expect.any(Number),
      cif: expect.stringContaining("_cell_length_a"),
    });

    // A design's target, and latents that come from elsewhere.
    const target = ["--target", "formation_energy_per_atom=-1", "--tolerance", "0.5"];
    const near = [...screen, "--samples", "0:64", ...target, "--out", at("near.jsonl")];
    expect((await ftcp(near)).code).toBeLessThan(2);
    const size = 64;
    const latent = JSON.stringify({ id: "mine", latent: Array<number>(size).fill(0) });
    const given = await ftcp([...screen, "-", "--out", at("given.jsonl")], pipe(`${latent}\n`));
    expect(given.stdout).toContain("1 read");
    // Shards of a file of latents and of standard input, each done once.
    const latents = Array.from({ length: 70 }, (_, i) => ({
      ...{ id: `l-${i}`, latent: Array.from({ length: size }, (_x, j) => Math.sin(i + j)) },
    }));
    await writeFile(at("latents.jsonl"), toJsonl(latents));
    await ftcp([...screen, at("latents.jsonl"), "--out", at("latents-0.jsonl")]);
    for (const [index, from, to] of [
      [0, 0, 30],
      [1, 30, 70],
    ] as const) {
      const place = ["--shard", `${index}/2`, "--rows", `${from}:${to}`, "--json"];
      const file = [...place, "--out", at("files", `${index}.jsonl`)];
      const fromFile = await ftcp([...screen, at("latents.jsonl"), ...file]);
      expect(JSON.parse(fromFile.stdout)).toMatchObject({ wasDone: false });
      const input = toJsonl(latents.slice(from, to));
      const piped = [...screen, "-", ...place, "--out", at("pipes", `${index}.jsonl`)];
      for (const wasDone of [false, true]) {
        const { stdout: told } = await ftcp(piped, pipe(input));
        expect(JSON.parse(told)).toMatchObject({ wasDone, counts: { read: to - from } });
      }
    }
    for (const folder of ["files", "pipes"]) {
      await ftcp(["merge", at(folder), "--out", at(`${folder}.jsonl`)]);
      expect(await readFile(at(`${folder}.jsonl`), "utf8")).toBe(
        await readFile(at("latents-0.jsonl"), "utf8"),
      );
    }
    const wrong = await ftcp([...screen, "-", "--out", at("w.jsonl")], pipe('{"latent":[1]}\n'));
    expect(wrong).toMatchObject({
      ...{ code: 2, stderr: expect.stringContaining("SHARDS_INVALID_LATENT") },
    });
    expect(await ftcp([...screen, "--out", at("x.jsonl")])).toMatchObject({ code: 2 });
  });
});
