import { describe, expect, it, jest } from "@jest/globals";
import { parseCif, parsePoscar } from "@ftcp/cif";
import { compositionOf, reducedFormula } from "@ftcp/crystal";
import { loadSymmetryFinder } from "@ftcp/crystal/node";
import { readdir, readFile } from "node:fs/promises";
import type { DesignRecord } from "../src/design/describeDesign.ts";
import { ftcp } from "./ftcp.ts";
import { useTinyModel } from "./useTinyModel.ts";

jest.setTimeout(60_000); // a busy machine

const at = useTinyModel();

async function design(out: string, ...more: string[]): Promise<readonly DesignRecord[]> {
  const { code, stderr } = await ftcp([
    ...["design", "--model", at("tiny"), "--engine", "wasm", "--out", at(out)],
    ...["--target", "band_gap=2", "--count", "3", ...more],
  ]);
  if (code !== 0) throw new Error(stderr);
  const text = await readFile(at(out, "designs.jsonl"), "utf8");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as DesignRecord);
}

describe("ftcp design with repairs", () => {
  it("writes symmetrised CIFs and POSCARs, the raw crystals and inputs of both programs", async () => {
    const any = ["--neutral", "none", "--symmetry", "any"];
    const designs = await design("repaired", "--dft", "both", ...any);
    const finder = await loadSymmetryFinder();
    expect(designs).toHaveLength(3);
    for (const { id, file, formula, repair, reencoded, spaceGroup, checks } of designs) {
      const read = (name: string): Promise<string> => readFile(at("repaired", name), "utf8");
      const crystal = parseCif(await read(file));
      expect(reducedFormula(compositionOf(crystal))).toBe(formula);
      expect(finder.find(crystal).number).toBe(spaceGroup?.number);
      const cell = parsePoscar(await read(`${id}.vasp`));
      expect(reducedFormula(compositionOf(cell))).toBe(formula);
      expect(finder.find(cell).number).toBe(spaceGroup?.number);
      expect(repair?.records.map(({ kind }) => kind)).toEqual(["volume", "symmetry", "separation"]);
      expect(repair?.displacement.largest).toBeGreaterThanOrEqual(0);
      expect(reencoded?.uncertainty).toHaveProperty("band_gap");
      expect(checks.valid).toBe(true);
      const raw = parseCif(await read(`raw/${file}`));
      expect(raw.sites.length).toBeGreaterThan(0);
      expect((await readdir(at("repaired", "dft", id))).sort()).toEqual(
        ["INCAR", "KPOINTS", "POSCAR", "POTENTIALS.txt", "relax.in"].sort(),
      );
      expect(await read(`dft/${id}/relax.in`)).toContain("vc-relax");
    }
    // Another run takes all of that away.
    const second = await design("repaired", "--seed", "7", "--no-repair");
    for (const { file } of designs) {
      if (second.some((other) => other.file === file)) continue;
      expect(await readdir(at("repaired"))).not.toContain(file);
      expect(await readdir(at("repaired", "raw"))).not.toContain(file);
    }
    expect(await readdir(at("repaired", "dft"))).toEqual([]);
    for (const record of second) expect(record).not.toHaveProperty("repair");
  });
});
