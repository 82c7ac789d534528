import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

import { parseCif, writeCif } from "@ftcp/cif";
import { compositionOf, latticeVolume } from "@ftcp/crystal";
import { sharedData } from "@ftcp/testing";
import { describe, expect, it } from "@jest/globals";

interface DatasetRow {
  readonly material_id: string;
  readonly cif: string;
  readonly nsites: number;
  readonly volume: number;
  /** Elements in alphabetical order, every count written, reduced. */
  readonly reduced_formula: string;
}

const folder = sharedData();
const describeShared = folder === undefined ? describe.skip : describe;

describeShared("all crystals of the dataset (needs ../shared)", () => {
  it("are read with the right composition and volume, without a warning, and survive a round trip", () => {
    const lines = gunzipSync(readFileSync(`${folder ?? ""}/crystals.jsonl.gz`))
      .toString()
      .trim()
      .split("\n");
    const wrong: string[] = [];
    for (const line of lines) {
      const row = JSON.parse(line) as DatasetRow;
      const warnings: string[] = [];
      const structure = parseCif(row.cif, {
        mode: "strict",
        onDiagnostic: ({ severity, code }) => {
          if (severity !== "info") warnings.push(code);
        },
      });
      const again = parseCif(writeCif(structure));
      const isRight =
        warnings.length === 0 &&
        structure.sites.length === row.nsites &&
        alphabeticalFormula(compositionOf(structure)) === row.reduced_formula &&
        // The dataset gives the volume with six decimals.
        Math.abs(latticeVolume(structure.lattice) - row.volume) < 1e-6 + 1e-9 * row.volume &&
        JSON.stringify(again) === JSON.stringify(structure);
      if (!isRight) wrong.push(row.material_id);
    }
    expect(lines).toHaveLength(50_551);
    expect(wrong).toEqual([]);
  }, 300_000);
});

function alphabeticalFormula(composition: Readonly<Record<string, number>>): string {
  const divisor = Object.values(composition).reduce(commonDivisor);
  return Object.entries(composition)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([element, amount]) => `${element}${amount / divisor}`)
    .join("");
}

function commonDivisor(left: number, right: number): number {
  return right === 0 ? left : commonDivisor(right, left % right);
}
