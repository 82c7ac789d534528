import { createLattice, createSite, elements } from "@ftcp/crystal";
import type { Species, Structure } from "@ftcp/crystal";
import fc from "fast-check";

const symbols = [...elements.map(({ symbol }) => symbol), "D", "T"];
const unitInterval = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const length = fc.double({ min: 0.5, max: 100, noNaN: true });
const angle = fc.double({ min: 70, max: 110, noNaN: true });

const lattice = fc
  .record({ a: length, b: length, c: length, alpha: angle, beta: angle, gamma: angle })
  .map(createLattice);

/** One full species, or up to three partial ones of different elements that fit on the site. */
const species: fc.Arbitrary<Species[]> = fc.oneof(
  fc.constantFrom(...symbols).map((element) => [{ element, occupancy: 1 }]),
  fc.uniqueArray(fc.constantFrom(...symbols), { minLength: 1, maxLength: 3 }).chain((chosen) =>
    fc.tuple(
      ...chosen.map((element) =>
        fc.record(
          {
            element: fc.constant(element),
            occupancy: fc.double({ min: 1e-9, max: 1 / chosen.length, noNaN: true }),
            charge: fc.oneof(
              fc.integer({ min: -4, max: 8 }).map((n) => n + 0),
              fc.double({ min: -4, max: 8, noNaN: true }).map((x) => x + 0),
            ),
          },
          { requiredKeys: ["element", "occupancy"] },
        ),
      ),
    ),
  ),
);

/**
 * Crystals with any numbers in them, the sites on different positions: coordinates are arbitrary
 * doubles, but each site has its own slice of the c axis.
 */
export const arbitraryStructure: fc.Arbitrary<Structure> = fc
  .tuple(
    lattice,
    fc.array(fc.record({ species, x: unitInterval, y: unitInterval, z: unitInterval }), {
      minLength: 1,
      maxLength: 8,
    }),
  )
  .map(([cell, sites]) => ({
    lattice: cell,
    sites: sites.map(({ species: kinds, x, y, z }, index) =>
      createSite(kinds, [x, y, (index + 0.8 * z) / sites.length], `Q${index}`),
    ),
  }));
