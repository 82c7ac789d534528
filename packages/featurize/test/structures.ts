import { createLattice, createStructure, type Structure } from "@ftcp/crystal";
import * as fc from "fast-check";

/** Rock salt, conventional cell: 4 Na and 4 Cl. */
export const rockSalt: Structure = createStructure(
  createLattice({ a: 5.64, b: 5.64, c: 5.64, alpha: 90, beta: 90, gamma: 90 }),
  ["Na", "Na", "Na", "Na", "Cl", "Cl", "Cl", "Cl"],
  [
    [0, 0, 0],
    [0, 0.5, 0.5],
    [0.5, 0, 0.5],
    [0.5, 0.5, 0],
    [0.5, 0.5, 0.5],
    [0.5, 0, 0],
    [0, 0.5, 0],
    [0, 0, 0.5],
  ],
);

/** Perovskite CaTiO3, cubic. */
export const perovskite: Structure = createStructure(
  createLattice({ a: 3.84, b: 3.84, c: 3.84, alpha: 90, beta: 90, gamma: 90 }),
  ["O", "Ca", "O", "Ti", "O"],
  [
    [0.5, 0.5, 0],
    [0, 0, 0],
    [0.5, 0, 0.5],
    [0.5, 0.5, 0.5],
    [0, 0.5, 0.5],
  ],
);

const symbols = ["H", "O", "Na", "Si", "Fe", "La", "Pb", "Fm"];
const coordinate = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const length = fc.double({ min: 2, max: 20, noNaN: true });
const angle = fc.double({ min: 65, max: 115, noNaN: true });

/** Any crystal of 1 to 20 sites and at most three elements. */
export const structures: fc.Arbitrary<Structure> = fc
  .tuple(
    fc.tuple(length, length, length, angle, angle, angle),
    fc.shuffledSubarray(symbols, { minLength: 1, maxLength: 3 }),
    fc.array(fc.tuple(fc.nat(2), coordinate, coordinate, coordinate), {
      minLength: 1,
      maxLength: 20,
    }),
  )
  .map(([[a, b, c, alpha, beta, gamma], elements, atoms]) =>
    createStructure(
      createLattice({ a, b, c, alpha, beta, gamma }),
      atoms.map(([slot]) => elements[slot % elements.length] ?? ""),
      atoms.map(([, x, y, z]) => [x, y, z]),
    ),
  );
