import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { createLattice, createStructure } from "@ftcp/crystal";
import type { Structure, Vector3 } from "@ftcp/crystal";

/** A crystal of ../shared/data and what its row says about it. */
export interface SharedCrystal {
  readonly id: string;
  readonly structure: Structure;
  readonly reducedFormula: string;
  readonly elementCount: number;
  readonly volume: number;
  readonly minimumDistance: number | null;
}

interface Row {
  readonly material_id: string;
  readonly cif: string;
  readonly reduced_formula: string;
  readonly nelements: number;
  readonly volume: number;
  readonly min_distance: number | null;
}

/** Every `step`-th real crystal. */
export function readSharedCrystals(folder: string, step: number): readonly SharedCrystal[] {
  return gunzipSync(readFileSync(join(folder, "crystals.jsonl.gz")))
    .toString("utf8")
    .split("\n")
    .filter((line, index) => line !== "" && index % step === 0)
    .map((line) => {
      const row = JSON.parse(line) as Row;
      return {
        id: row.material_id,
        structure: readSimpleCif(row.cif),
        reducedFormula: row.reduced_formula,
        elementCount: row.nelements,
        volume: row.volume,
        minimumDistance: row.min_distance,
      };
    });
}

/** Reads the P1 CIFs of the shared data, and only these: this package cannot import @ftcp/cif. */
export function readSimpleCif(text: string): Structure {
  const number = (tag: string): number =>
    Number(new RegExp(`_cell_${tag}\\s+(\\S+)`).exec(text)?.[1]);
  const rows = [
    ...text.matchAll(/^\s*([A-Z][a-z]?)[0-9+-]*\s+\S+\s+\d+\s+(\S+)\s+(\S+)\s+(\S+)\s+\S+\s*$/gm),
  ];
  return createStructure(
    createLattice({
      a: number("length_a"),
      b: number("length_b"),
      c: number("length_c"),
      alpha: number("angle_alpha"),
      beta: number("angle_beta"),
      gamma: number("angle_gamma"),
    }),
    rows.map((row) => row[1] ?? ""),
    rows.map((row): Vector3 => [Number(row[2]), Number(row[3]), Number(row[4])]),
  );
}
