import { writeCif } from "@ftcp/cif";
import { createLattice, createStructure, type Structure } from "@ftcp/crystal";

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

const cations = ["Na", "K", "Li", "Rb", "Mg", "Ca", "Ag"];
const anions = ["Cl", "Br", "F", "O", "S"];

/**
 * Lines of a dataset: rock salts, of which every sixth repeats an earlier one and every ninth cannot be
 * read.
 */
export function makeLines(count: number): readonly string[] {
  return Array.from({ length: count }, (_, row) => {
    const kind = row % 6 === 5 ? row - 5 : row;
    const structure = rockSalt(
      5 + 0.3 * Math.floor(kind / 35),
      cations[kind % 7] ?? "Na",
      anions[kind % 5] ?? "Cl",
    );
    const cif = row % 9 === 7 ? "data_x\n_cell_length_a what\n" : writeCif(structure);
    return JSON.stringify({ material_id: `c-${row}`, energy: -row / 8, cif });
  });
}

/** Lines as the bytes of a file. */
export function toBytes(lines: readonly string[]): Uint8Array {
  return new TextEncoder().encode(lines.map((line) => `${line}\n`).join(""));
}
