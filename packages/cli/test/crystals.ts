import { createLattice, createStructure, type Structure } from "@ftcp/crystal";
import { writeCif } from "@ftcp/cif";

/** Cubic perovskite ABX3, five sites; a in Å. */
export function perovskite(a: number, A: string, B: string, X: string): Structure {
  return createStructure(
    createLattice({ a, b: a, c: a, alpha: 90, beta: 90, gamma: 90 }),
    [A, B, X, X, X],
    [
      [0, 0, 0],
      [0.5, 0.5, 0.5],
      [0.5, 0.5, 0],
      [0.5, 0, 0.5],
      [0, 0.5, 0.5],
    ],
  );
}

/** Rock salt in its primitive cell, two sites; a is the length of the conventional cell in Å. */
export function rockSalt(a: number, cation: string, anion: string): Structure {
  const length = a / Math.SQRT2;
  return createStructure(
    createLattice({ a: length, b: length, c: length, alpha: 60, beta: 60, gamma: 60 }),
    [cation, anion],
    [
      [0, 0, 0],
      [0.5, 0.5, 0.5],
    ],
  );
}

/** Rows of a dataset: cubic perovskites and a binary. The labels only serve as numbers to learn. */
export const rows: readonly Readonly<Record<string, string | number | null>>[] = [
  row("p-1", "train", perovskite(3.905, "Sr", "Ti", "O"), -3.4, 1.8, 0.5),
  row("p-2", "train", perovskite(4.006, "Ba", "Ti", "O"), -3.5, 1.7, null),
  row("p-3", "train", perovskite(3.84, "Ca", "Ti", "O"), -3.3, 1.9, null),
  row("p-4", "train", perovskite(4.022, "K", "Nb", "O"), -2.8, 1.6, 0.7),
  row("p-5", "train", perovskite(3.79, "La", "Al", "O"), -3.7, 3.1, null),
  row("p-6", "train", perovskite(3.989, "K", "Mg", "F"), -3.2, 6.9, 0.2),
  row("p-7", "train", perovskite(6.289, "Cs", "Pb", "I"), -1.2, 1.5, null),
  row("p-8", "train", perovskite(3.93, "Na", "Ta", "O"), -2.9, 2.2, 0.9),
  row("b-1", "train", rockSalt(5.64, "Na", "Cl"), -2.0, 5.0, null),
  row("t-1", "test", perovskite(5.874, "Cs", "Pb", "Br"), -1.4, 1.8, null),
  row("t-2", "test", perovskite(4.157, "Ba", "Sn", "O"), -2.6, 0.6, null),
  row("t-3", "test", perovskite(4.19, "Ba", "Zr", "O"), -3.6, 3.1, 0.4),
];

function row(
  material_id: string,
  split: string,
  structure: Structure,
  formation_energy_per_atom: number,
  band_gap: number,
  thermo: number | null,
): Readonly<Record<string, string | number | null>> {
  const cif = writeCif(structure);
  return { material_id, split, formation_energy_per_atom, band_gap, thermo, cif };
}

/** Rows as JSON Lines. */
export function toJsonl(items: readonly unknown[]): string {
  return items.map((item) => `${JSON.stringify(item)}\n`).join("");
}
