import { createSite, elements, latticeFromMatrix } from "@ftcp/crystal";
import type { Matrix3, Species, Structure } from "@ftcp/crystal";
import fc from "fast-check";

const symbols = [...elements.map(({ symbol }) => symbol), "D", "T"];
const unitInterval = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const offDiagonal = fc.double({ min: -1, max: 1, noNaN: true }).map((x) => x + 0);
const diagonal = fc.double({ min: 2.5, max: 30, noNaN: true });

/** Lattice vectors of either hand in any orientation; the diagonal keeps them from one plane. */
const matrix = fc
  .tuple(diagonal, diagonal, diagonal, fc.array(offDiagonal, { minLength: 6, maxLength: 6 }))
  .chain(([a, b, c, [p = 0, q = 0, r = 0, s = 0, t = 0, u = 0]]) =>
    fc.constantFrom<Matrix3[]>(
      [
        [a, p, q],
        [r, b, s],
        [t, u, c],
      ],
      [
        [r, b, s],
        [a, p, q],
        [t, u, c],
      ],
    ),
  );

const charge = fc.oneof(
  fc.constant(undefined),
  fc.integer({ min: -4, max: 8 }).map((x) => x + 0),
  fc.double({ min: -4, max: 8, noNaN: true }).map((x) => x + 0),
);

const full: fc.Arbitrary<Species[]> = fc
  .tuple(fc.constantFrom(...symbols), charge)
  .map(([element, value]) => [
    value === undefined ? { element, occupancy: 1 } : { element, occupancy: 1, charge: value },
  ]);

const shared: fc.Arbitrary<Species[]> = fc
  .uniqueArray(fc.constantFrom(...symbols), { minLength: 1, maxLength: 3 })
  .chain((kinds) =>
    fc.tuple(
      ...kinds.map((element) =>
        fc
          .tuple(fc.double({ min: 1e-6, max: 1 / kinds.length, noNaN: true }), charge)
          .map(([occupancy, value]) =>
            value === undefined ? { element, occupancy } : { element, occupancy, charge: value },
          ),
      ),
    ),
  );

function crystals(species: fc.Arbitrary<Species[]>): fc.Arbitrary<Structure> {
  const site = fc.record({ species, x: unitInterval, y: unitInterval, z: unitInterval });
  return fc.tuple(matrix, fc.array(site, { minLength: 1, maxLength: 6 })).map(([rows, sites]) => ({
    lattice: latticeFromMatrix(rows),
    sites: sites.map(({ species: kinds, x, y, z }, index) =>
      createSite(kinds, [x, y, z], `Q${index}`),
    ),
  }));
}

/** Crystals with one full species on each site, any numbers, labelled `Q0`, `Q1`, … */
export const arbitraryOrderedCrystal: fc.Arbitrary<Structure> = crystals(full);

/** The same with shared and partly empty sites among them. */
export const arbitraryCrystal: fc.Arbitrary<Structure> = crystals(fc.oneof(full, shared));
