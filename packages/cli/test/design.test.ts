import { describe, expect, it, jest } from "@jest/globals";
import { parseCif } from "@ftcp/cif";
import { compositionOf, reducedFormula } from "@ftcp/crystal";
import { cp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import type { DesignRecord } from "../src/design/describeDesign.ts";
import { rows, toJsonl } from "./crystals.ts";
import { ftcp } from "./ftcp.ts";
import { useTinyModel } from "./useTinyModel.ts";

jest.setTimeout(60_000); // a busy machine

const at = useTinyModel("--attribution", "textbooks");

function design(out: string, ...more: string[]): string[] {
  return [
    ...["design", "--model", at("tiny"), "--engine", "wasm", "--out", at(out)],
    ...["--target", "band_gap=2", ...more],
  ];
}

async function readDesigns(out: string): Promise<DesignRecord[]> {
  const text = await readFile(at(out, "designs.jsonl"), "utf8");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as DesignRecord);
}

/** The files of a run, but not the decoded crystals in `raw`: only some designs have one. */
async function listFolder(out: string): Promise<string[]> {
  return (await readdir(at(out))).filter((name) => name !== "raw").sort();
}

/** Every design has a CIF and a POSCAR. */
function filesOf({ file }: DesignRecord): string[] {
  return [file, file.replace(/\.cif$/u, ".vasp")];
}

describe("ftcp evaluate", () => {
  it("prints the metrics of a split as JSON", async () => {
    const args = [
      "evaluate",
      "--model",
      at("tiny"),
      "--data",
      at("data.jsonl"),
      "--engine",
      "wasm",
    ];
    const { code, stdout } = await ftcp([...args, "--split", "test", "--json"]);
    expect(code).toBe(0);
    const metrics = JSON.parse(stdout) as Record<string, unknown>;
    expect(metrics).toMatchObject({
      ...{ model: "tiny", split: "test", count: 3, crystals: 3, skipped: 0, unreadable: 0 },
      elements: { min: 3, max: 3 },
      maxSites: 5,
      propertyCount: { formation_energy_per_atom: 3, band_gap: 3 },
    });
    for (const name of ["elementAccuracy", "formulaAccuracy", "lengthMape", "coordinateMae"]) {
      expect(metrics[name]).toEqual(expect.any(Number));
    }
    const table = await ftcp([...args, "--split", "all", "--elements", "1-3"]);
    expect(table.stdout).toContain("tiny on 12 crystals");
    expect(table.stdout).toMatch(/band_gap: MAE +\d/u);
  });

  it.each([
    ["nowhere/at-all", "CLI_MODEL_NOT_FOUND"],
    ["damaged", "VAE_MODEL_DAMAGED"],
  ])("refuses the model %s with one line", async (name, code) => {
    await cp(at("tiny"), at("damaged"), { recursive: true });
    const bytes = await readFile(at("tiny", "model.safetensors"));
    await writeFile(at("damaged", "model.safetensors"), bytes.subarray(0, bytes.length - 100));
    const args = ["evaluate", "--model", at(name), "--data", at("data.jsonl"), "--engine", "wasm"];
    const result = await ftcp(args);
    expect(result.code).toBe(2);
    expect(result.stderr).toMatch(new RegExp(`^ftcp: ${code}: [^\\n]+\\n$`, "u"));
    expect(result.stderr).toContain(at(name));
  });
});

describe("ftcp design", () => {
  it("writes a CIF per design, their records and a report, and prints a table", async () => {
    const { code, stdout } = await ftcp(design("lp", "--count", "4", "--seed", "7"));
    expect(code).toBe(0);
    const designs = await readDesigns("lp");
    expect(designs).toHaveLength(4);
    // By the mean distance over what the model is unsure of.
    const distances = designs.map(({ reencoded }) => reencoded?.expectedDistance ?? NaN);
    expect(distances).toEqual([...distances].sort((a, b) => a - b));
    expect(await listFolder("lp")).toEqual(
      [...designs.flatMap(filesOf), "designs.jsonl", "report.html"].sort(),
    );
    const known = new Set(rows.map(({ cif }) => formulaOf(String(cif))));
    for (const record of designs) {
      const text = await readFile(at("lp", record.file), "utf8");
      expect(formulaOf(text)).toBe(record.formula);
      expect(known.has(record.formula)).toBe(false);
      // The CIF has the conventional cell: as many sites, or a multiple of those of a primitive one.
      expect((12 * parseCif(text).sites.length) % record.sites).toBe(0);
      expect(record.checks).toMatchObject({ valid: true, failed: [] });
      expect(record.checks.passed).toEqual([
        ...["sites", "distance", "volume", "volumePerAtom", "covalentRadii"],
        ...["elementCount", "neutrality", "symmetry", "newFormula"],
      ]);
      expect(record.checks.shortestDistance).toBeGreaterThanOrEqual(0.5);
      expect(record.root.id).toMatch(/^p-\d$/u);
      expect(record.latentDistance).toBeGreaterThan(0);
      expect(record).toMatchObject({ sampler: "lp", seed: 7, model: "tiny" });
      expect(record.targetDistance).toBeCloseTo(Math.abs((record.predicted["band_gap"] ?? 0) - 2));
      expect(/^_ftcp_root_id +(.*)$/mu.exec(text)?.[1]).toBe(record.root.id);
      expect(/^_ftcp_seed +(.*)$/mu.exec(text)?.[1]).toBe("7");
      expect(text).toContain("Training data: textbooks");
      expect(stdout).toContain(record.formula);
    }
    expect(new Set(designs.map(({ formula }) => formula)).size).toBe(4);
    expect(await readFile(at("lp", "report.html"), "utf8")).toContain("<svg");
    expect(stdout).toMatch(/\d+ candidates: 4 accepted/u);
    expect(stdout).toMatch(/\n[0-4] of 4 within [\d.]+ of band_gap=2, a quarter of/u);
  });

  it("keeps to the elements and sites that were asked for", async () => {
    const asked = ["--exclude", "Na", "--sites", "1-9", "--max-samples", "64", "--json"];
    const { stdout } = await ftcp([...design("asked"), ...asked]);
    const { designs, funnel } = JSON.parse(stdout) as {
      readonly designs: readonly DesignRecord[];
      readonly funnel: { readonly rejected: Readonly<Record<string, number>> };
    };
    for (const { formula } of designs) expect(formula).not.toMatch(/Na/u);
    expect(funnel.rejected).toHaveProperty("wrongComposition");
    const { code, stderr } = await ftcp([...design("none"), "--only", "Xx"]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("CRYSTAL_UNKNOWN_ELEMENT")]);
  });

  it("gives the same designs for the same seed, others for another", async () => {
    await ftcp(design("again", "--count", "4", "--seed", "7"));
    await ftcp(design("other", "--count", "4", "--seed", "8"));
    expect(await readDesigns("again")).toEqual(await readDesigns("lp"));
    expect(await readDesigns("other")).not.toEqual(await readDesigns("lp"));
  });

  it.each(["slerp", "random"])("samples by %s, and prints JSON", async (sampler) => {
    const args = design(sampler, "--sampler", sampler, "--count", "2", "--tolerance", "100");
    const { code, stdout } = await ftcp([...args, "--max-samples", "5000", "--json"]);
    expect(code).toBe(0);
    const summary = JSON.parse(stdout) as { designs: DesignRecord[]; funnel: object };
    expect(summary).toMatchObject({ sampler, wanted: 2, found: 2, targets: ["band_gap=2"] });
    expect(summary.designs).toEqual(await readDesigns(sampler));
    expect(summary.designs[0]?.checks.passed).toContain("tolerance");
  });

  it("replaces an earlier run, and touches nothing else in the folder", async () => {
    await ftcp(design("twice", "--count", "4", "--seed", "1"));
    await writeFile(at("twice", "001-notes.cif"), "mine");
    await ftcp(design("twice", "--count", "2", "--seed", "2"));
    const designs = await readDesigns("twice");
    expect(designs).toHaveLength(2);
    expect(await listFolder("twice")).toEqual(
      [...designs.flatMap(filesOf), "001-notes.cif", "designs.jsonl", "report.html"].sort(),
    );
  });

  it("exits with 3 when the samples are used up, and keeps what was found", async () => {
    const args = design("few", "--count", "50", "--max-samples", "30", "--target", "thermo=0");
    expect((await ftcp(args)).stderr).toContain("SAMPLING_UNKNOWN_PROPERTY");
    const { code, stdout } = await ftcp(design("few", "--count", "50", "--max-samples", "30"));
    expect(code).toBe(3);
    expect(stdout).toMatch(
      /gave up after 30 candidates, .* most were rejected: \D+ \(\d+\)(, \D+ \(\d+\)){0,2}\n/u,
    );
    expect(stdout).toMatch(/of 50 designs/u);
    const json = await ftcp(design("few", "--count", "50", "--max-samples", "30", "--json"));
    expect(JSON.parse(json.stdout)).toMatchObject({ gaveUp: true, funnel: { sampled: 30 } });
    expect((await readDesigns("few")).length).toBeLessThan(50);
  });

  it("minimises and maximises by word, and says what that means", async () => {
    const args = ["design", "--model", at("tiny"), "--engine", "wasm", "--out", at("word")];
    const asked = [...args, "--no-repair", "--count", "2", "--json", "--max-samples", "200"];
    const both = ["--target", "maximize band_gap", "minimise formation_energy_per_atom"];
    // Two epochs teach a network nothing that would meet a bound: no design is given out without a tolerance.
    const strict = await ftcp([...asked, ...both]);
    expect(strict.code).toBe(3);
    expect(JSON.parse(strict.stdout)).toMatchObject({ found: 0, near: [], designs: [] });
    const { code, stdout } = await ftcp([...asked, ...both, "--tolerance", "100"]);
    expect(code).toBe(0);
    const { targets } = JSON.parse(stdout) as { readonly targets: readonly string[] };
    // The best of twelve crystals are one.
    expect(targets).toEqual([
      "maximize band_gap (band_gap>6.9)",
      "minimise formation_energy_per_atom (formation_energy_per_atom<-3.7)",
    ]);
    expect((await readDesigns("word"))[0]?.targets).toEqual(targets);
    const wrong = await ftcp([...args, "--target", "maximize hardness"]);
    expect(wrong.stderr).toContain("SAMPLING_UNKNOWN_PROPERTY");
  });

  it("asks further models, and says which training crystal each design is most like", async () => {
    const args = design("judged", "--count", "3", "--no-repair", "--judge", "ternary-20");
    const { code, stdout } = await ftcp([...args, "--data", at("data.jsonl")]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/# .* ± band_gap +unlike\n/u);
    const records = await readDesigns("judged");
    const distances = records.map(({ judged, predicted, targetDistance, mostSimilar }) => {
      const [opinion] = judged?.opinions ?? [];
      const [own, other] = [predicted["band_gap"], opinion?.predicted["band_gap"]].map(Number);
      expect(opinion?.model).toBe("ternary-20");
      expect(opinion?.targetDistance).toBeCloseTo(Math.abs((other ?? NaN) - 2), 6);
      expect(judged?.disagreement["band_gap"]).toBeCloseTo(
        Math.abs((own ?? NaN) - (other ?? NaN)) / Math.SQRT2,
        6,
      );
      expect(rows.map((row) => row["material_id"])).toContain(mostSimilar?.id);
      expect(mostSimilar?.dissimilarity).toBeGreaterThanOrEqual(0);
      return targetDistance + (opinion?.targetDistance ?? NaN);
    });
    expect(distances).toEqual([...distances].sort((a, b) => a - b));
    const readReport = (out: string): Promise<string> => readFile(at(out, "report.html"), "utf8");
    expect(await readReport("judged")).toContain("Least dissimilarity");
    const plain = await ftcp(design("plain", "--count", "3", "--no-repair"));
    expect(plain.stdout).not.toContain("unlike");
    expect(await readReport("plain")).not.toContain("Least dissimilarity");
    const formulas = (all: readonly DesignRecord[]): readonly string[] =>
      all.map(({ formula }) => formula).sort();
    expect(formulas(await readDesigns("plain"))).toEqual(formulas(records));
  });

  it("refuses data that hold none of the training crystals", async () => {
    await writeFile(
      at("others.jsonl"),
      toJsonl(rows.map((row) => ({ ...row, material_id: `x-${String(row["material_id"])}` }))),
    );
    const { code, stderr } = await ftcp(design("others", "--data", at("others.jsonl")));
    expect([code, stderr]).toEqual([2, expect.stringContaining("CLI_NO_CRYSTALS")]);
  });

  it("leaves an earlier run whole when the disk is full", async () => {
    const before = await readdir(at("lp"));
    const { code, stderr } = await ftcp(design("lp", "--count", "2", "--seed", "9"), {
      writeFile: async (path, contents) => {
        if (path.includes("report.html")) {
          throw Object.assign(new Error("ENOSPC, write"), { code: "ENOSPC" });
        }
        await writeFile(path, contents);
      },
    });
    expect(code).toBe(2);
    expect(stderr).toContain(
      `ftcp: CLI_WRITE_FAILED: ${at("lp", "report.html")}: the disk is full`,
    );
    // Beside it is the state of the search, so that nothing is searched anew.
    expect(await readdir(at("lp"))).toEqual([".ftcp-study.state", ...before]);
    const resumed = await ftcp([...design("lp", "--count", "2", "--seed", "9"), "--resume"]);
    expect(resumed.code).toBe(0);
    expect(await readdir(at("lp"))).not.toContain(".ftcp-study.state");
  });

  it.each([
    ["band_gap", "SAMPLING_INVALID_TARGET"],
    ["hardness=3", "SAMPLING_UNKNOWN_PROPERTY"],
  ])("answers the target %s with one line", async (target, code) => {
    const args = ["design", "--model", at("tiny"), "--engine", "wasm", "--out", at("no")];
    const result = await ftcp([...args, "--target", target]);
    expect(result.code).toBe(2);
    expect(result.stderr).toMatch(new RegExp(`^ftcp: ${code}: [^\\n]+\\n$`, "u"));
  });

  it("asks for a latent index, and refuses a damaged one", async () => {
    await cp(at("tiny"), at("partial"), { recursive: true });
    await writeFile(at("partial", "index.bin"), "x");
    const args = ["design", "--model", at("partial"), "--engine", "wasm", "--out", at("no")];
    args.push("--target", "band_gap=2");
    expect((await ftcp(args)).stderr).toContain("ftcp: SAMPLING_INDEX_DAMAGED: ");
    await rm(at("partial", "index.bin"));
    expect((await ftcp(args)).stderr).toContain("ftcp: CLI_INDEX_MISSING: ");
  });
});

function formulaOf(cif: string): string {
  return reducedFormula(compositionOf(parseCif(cif)));
}
