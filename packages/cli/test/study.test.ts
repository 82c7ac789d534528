import { describe, expect, it, jest } from "@jest/globals";
import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { stateFile } from "../src/study/studyState.ts";
import { ftcp } from "./ftcp.ts";
import { useTinyModel } from "./useTinyModel.ts";

jest.setTimeout(120_000); // a busy machine

const at = useTinyModel();

/** Writes a study beside the model. */
async function writeStudy(name: string, out: string, more: object = {}): Promise<string> {
  const study = {
    ...{ model: "./tiny", engine: "wasm", out, checkpointEvery: 0, count: 4, maxSamples: 400 },
    // What a network decodes that has hardly learned is seldom neutral and symmetric.
    ...{ neutral: "none", symmetry: "any", target: ["band_gap=2"] },
    runs: [
      { name: "near", seed: 7 },
      { name: "wide", scale: 1, seed: 8 },
    ],
    ...more,
  };
  await writeFile(at(name), JSON.stringify(study));
  return at(name);
}

/** Every file of a folder and what is in it, by a digest. */
async function digestFolder(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const digests = await Promise.all(
    files.map(async ({ parentPath, name }) => {
      const path = `${parentPath}/${name}`;
      const digest = createHash("sha256")
        .update(await readFile(path))
        .digest("hex");
      return [path.slice(folder.length), digest] as const;
    }),
  );
  return Object.fromEntries(digests.sort(([a], [b]) => (a < b ? -1 : 1)));
}

describe("ftcp design --config", () => {
  it("runs every search of a study in a folder of its own", async () => {
    const config = await writeStudy("study.json", "whole");
    const { code, stdout, stderr } = await ftcp(["design", "--config", config, "--json"]);
    expect([code, stderr]).toEqual([0, ""]);
    const runs = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { readonly designs: readonly { formula: string }[] });
    expect(runs).toMatchObject([
      { run: "near", seed: 7, found: 4, wanted: 4 },
      { run: "wide", seed: 8, found: 4, wanted: 4 },
    ]);
    const formulas = runs.flatMap(({ designs }) => designs.map(({ formula }) => formula));
    expect(new Set(formulas).size).toBe(8);
    expect((await readdir(at("whole"))).sort()).toEqual(["near", "wide"]);
    expect(await readdir(at("whole", "wide"))).toContain("report.html");
  });

  it("gives the same bytes when it is killed in the midst and resumed, as often as that happens", async () => {
    const config = await writeStudy("killed.json", "killed");
    expect(await runKilled(config)).toBeGreaterThan(0);
    expect(await digestFolder(at("killed"))).toEqual(await digestFolder(at("whole")));
  });

  it("tells a sampler that adapts, when it is resumed, what it was told before", async () => {
    const adaptive = {
      ...{ count: 40, maxSamples: 4000, sampler: "adaptive", scale: 0.05, repair: false },
      runs: [{ name: "adaptive", seed: 7 }],
    };
    await ftcp(["design", "--config", await writeStudy("adapted.json", "adapted", adaptive)]);
    const config = await writeStudy("cut.json", "cut", adaptive);
    expect(await runKilled(config)).toBeGreaterThan(0);
    expect(await digestFolder(at("cut"))).toEqual(await digestFolder(at("adapted")));
  });

  /** Runs a study that is killed with every third checkpoint, and resumed, to its end; says how often it was. */
  async function runKilled(config: string): Promise<number> {
    let kills = 0;
    let states = 0;
    const kill = async (path: string, contents: string | Uint8Array): Promise<void> => {
      await writeFile(path, contents);
      // After the second checkpoint is in its place: as the third is written.
      if (path.includes(stateFile) && ++states % 3 === 0) {
        kills++;
        throw new Error("killed");
      }
    };
    let result = await ftcp(["design", "--config", config], { writeFile: kill });
    while (result.stderr.includes("killed")) {
      result = await ftcp(["design", "--config", config, "--resume"], { writeFile: kill });
    }
    expect([result.code, result.stderr]).toEqual([0, ""]);
    return kills;
  }

  it("resumes nothing where nothing is left, or another study", async () => {
    const config = await writeStudy("other.json", "other");
    const resume = ["design", "--config", config, "--resume"];
    expect((await ftcp(resume)).stderr).toMatch(/^ftcp: CLI_NO_CHECKPOINT: .*no unfinished study/u);
    const stop = async (path: string, contents: string | Uint8Array): Promise<void> => {
      if (path.includes("designs.jsonl")) throw new Error("killed");
      await writeFile(path, contents);
    };
    await ftcp(["design", "--config", config], { writeFile: stop });
    expect(await readdir(at("other"))).toContain(stateFile);
    const { code, stderr } = await ftcp([...resume, "--scale", "2"]);
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/CLI_NO_CHECKPOINT: .*other settings/u),
    ]);
    await writeFile(at("other", stateFile), "damaged");
    expect((await ftcp(resume)).stderr).toContain("CLI_NO_CHECKPOINT");
  });

  it("names the key at fault in one line", async () => {
    const config = await writeStudy("faulty.json", "faulty", { tolerence: 1 });
    const { code, stderr } = await ftcp(["design", "--config", config]);
    expect(code).toBe(2);
    expect(stderr).toBe(`ftcp: CLI_INVALID_CONFIG: ${config}: /tolerence is no key of a study\n`);
  });
});

describe("ftcp design --dry-run", () => {
  it("prints targets, seeds and files, and writes nothing", async () => {
    const args = ["design", "--model", at("tiny"), "--target", "band_gap=2", "--out", at("dry")];
    const before = await readdir(at("."));
    const { code, stdout } = await ftcp([...args, "--seeds", "3", "--dry-run"]);
    expect(code).toBe(0);
    expect(stdout).toContain("targets: band_gap=2");
    expect(stdout).toMatch(
      /3 of them to start from; 3 of 3 fit what is asked for:\n.*seed +formula/u,
    );
    expect(stdout).toContain(`would write to ${at("dry")}: up to 20 CIFs`);
    expect(await readdir(at("."))).toEqual(before);
  });

  it("needs no folder", async () => {
    const args = ["design", "--model", at("tiny"), "--target", "band_gap=2", "--dry-run"];
    const { code, stdout } = await ftcp(args);
    expect([code, stdout]).toEqual([0, expect.stringContaining("would write to (--out): up to")]);
    expect((await ftcp(args.slice(0, -1))).stderr).toMatch(/CLI_USAGE: --out is needed/u);
  });

  it.each([
    ["--require", "Na", "--exclude", "Na"],
    ["--require", "Na", "--only", "K", "Cl"],
    ["--elements", "7"],
    ["--sites", "41-64"],
    ["--target", "band_gap<1", "band_gap>2"],
    ["--target", "1<band_gap<2", "band_gap=3"],
    ["--no-repair", "--symmetry", "aboveP1"],
  ])("refuses what no design can satisfy: %s %s %s %s", async (...args) => {
    const target = args[0] === "--target" ? [] : ["--target", "band_gap=2"];
    const asked = ["design", "--model", at("tiny"), "--out", at("dry"), ...target, ...args];
    const { code, stderr } = await ftcp([...asked.filter((arg) => arg !== ""), "--dry-run"]);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^ftcp: CLI_USAGE: no design can/u)]);
  });

  it("opens the data, and warns of values beyond all known ones", async () => {
    const args = ["design", "--model", at("tiny"), "--out", at("dry"), "--dry-run"];
    const far = await ftcp([...args, "--target", "band_gap=99", "-4<formation_energy_per_atom<0"]);
    expect(far.stdout).toMatch(
      /warning: the known crystals have a band_gap of [\d.]+ to [\d.]+, far/u,
    );
    expect([far.code, far.stdout.match(/warning/gu)]).toEqual([0, ["warning"]]);
    const missing = await ftcp([...args, "--target", "band_gap=1", "--data", at("missing.jsonl")]);
    expect([missing.code, missing.stderr]).toEqual([2, expect.stringContaining("UNREADABLE_FILE")]);
  });

  it("finds the seeds that the run then starts from, and what is wrong before it starts", async () => {
    const config = await writeStudy("dry.json", "whole", { from: ["p-1", "p-2"] });
    const { stdout } = await ftcp(["design", "--config", config, "--dry-run", "--json"]);
    const plans = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as object);
    expect(plans).toMatchObject([
      {
        dryRun: true,
        run: "near",
        seeds: [{ id: "p-1" }, { id: "p-2" }],
        out: at("whole", "near"),
      },
      { dryRun: true, run: "wide" },
    ]);
    expect(plans[0]).toHaveProperty("replaced.length", 4);
    const wrong = await ftcp(["design", "--config", config, "--dry-run", "--from", "nothing"]);
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("SAMPLING_NO_SEEDS")]);
  });
});
