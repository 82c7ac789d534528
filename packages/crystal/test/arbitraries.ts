import fc from "fast-check";
import { createLattice, createStructure, latticeFromMatrix } from "@ftcp/crystal";
import type { Lattice, Matrix3, Structure, Vector3 } from "@ftcp/crystal";
import { invertWholeMatrix } from "../src/geometry/invertWholeMatrix.ts";
import { multiplyMatrices } from "../src/geometry/multiplyMatrices.ts";
import { multiplyRow } from "../src/geometry/multiplyRow.ts";

const number = (min: number, max: number): fc.Arbitrary<number> =>
  fc.double({ min, max, noNaN: true });

/** Any triclinic lattice that is not too flat. */
export const anyLattice: fc.Arbitrary<Lattice> = fc
  .record({
    a: number(2, 15),
    b: number(2, 15),
    c: number(2, 15),
    alpha: number(40, 140),
    beta: number(40, 140),
    gamma: number(40, 140),
  })
  .filter(({ alpha, beta, gamma }) => {
    const [x, y, z] = [alpha, beta, gamma].map((angle) => Math.cos((angle * Math.PI) / 180)) as [
      number,
      number,
      number,
    ];
    return 1 - x * x - y * y - z * z + 2 * x * y * z > 0.01;
  })
  .map(createLattice);

/** Fractional coordinates. */
export const anyPosition: fc.Arbitrary<Vector3> = fc.tuple(
  number(0, 0.999),
  number(0, 0.999),
  number(0, 0.999),
);

/** A change of basis: whole numbers, determinant 1. */
export const anyUnimodular: fc.Arbitrary<Matrix3> = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: -2, max: 2 })), {
    minLength: 1,
    maxLength: 6,
  })
  .map((steps) => {
    let matrix: Matrix3 = identity;
    for (const [place, times] of steps) {
      const row = place % 3;
      const column = (row + 1 + Math.floor(place / 3)) % 3;
      const shear = identity.map((vector) => [...vector]) as [number[], number[], number[]];
      (shear[row] ?? [])[column] = times;
      matrix = multiplyMatrices(shear as unknown as Matrix3, matrix);
    }
    return matrix;
  });

/** A proper rotation. */
export const anyRotation: fc.Arbitrary<Matrix3> = fc
  .tuple(number(0, 6), number(0, 6), number(0, 6))
  .map(([first, second, third]) =>
    multiplyMatrices(multiplyMatrices(turn(first, 2), turn(second, 0)), turn(third, 2)),
  );

/** An ordered crystal with 1 to 8 sites of up to three elements anywhere in the cell. */
export const anyStructure: fc.Arbitrary<Structure> = fc
  .tuple(
    anyLattice,
    fc.array(fc.tuple(fc.constantFrom("Na", "Ti", "O"), anyPosition), {
      minLength: 1,
      maxLength: 8,
    }),
  )
  .map(([lattice, sites]) =>
    createStructure(
      lattice,
      sites.map(([element]) => element),
      sites.map(([, position]) => position),
    ),
  );

/** How to write a crystal down differently. */
export interface Disguise {
  readonly unimodular: Matrix3;
  readonly rotation: Matrix3;
  readonly shift: Vector3;
  readonly order: readonly number[];
}

/** Another basis, orientation, origin and order of sites. */
export const anyDisguise: fc.Arbitrary<Disguise> = fc.record({
  unimodular: anyUnimodular,
  rotation: anyRotation,
  shift: anyPosition,
  order: fc.array(number(0, 1), { minLength: 64, maxLength: 64 }),
});

/** The same crystal, written down differently. */
export function disguise(
  structure: Structure,
  { unimodular, rotation, shift, order }: Disguise,
): Structure {
  const toNew = invertWholeMatrix(unimodular);
  const indices = [...structure.sites.keys()].sort(
    (left, right) => (order[left] ?? 0) - (order[right] ?? 0),
  );
  const sites = indices.flatMap((index) => structure.sites[index] ?? []);
  return createStructure(
    latticeFromMatrix(
      multiplyMatrices(multiplyMatrices(unimodular, structure.lattice.matrix), rotation),
    ),
    sites.map(({ species }) => species[0]?.element ?? ""),
    sites.map(({ fractional }): Vector3 => {
      const [x, y, z] = multiplyRow(fractional, toNew);
      return [x + shift[0], y + shift[1], z + shift[2]];
    }),
  );
}

/** The mirror image. */
export function mirror({ lattice, sites }: Structure): Structure {
  const flip = ([x, y, z]: Vector3): Vector3 => [-x, y, z];
  const [a, b, c] = lattice.matrix;
  return { lattice: latticeFromMatrix([flip(a), flip(b), flip(c)]), sites };
}

export const identity: Matrix3 = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

function turn(angle: number, axis: 0 | 2): Matrix3 {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return axis === 2
    ? [
        [cos, -sin, 0],
        [sin, cos, 0],
        [0, 0, 1],
      ]
    : [
        [1, 0, 0],
        [0, cos, -sin],
        [0, sin, cos],
      ];
}
