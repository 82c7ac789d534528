import type { Vector3 } from "../geometry/vector3.ts";
import type { Lattice } from "../lattice/lattice.ts";
import { createSite } from "./createSite.ts";
import type { Structure } from "./structure.ts";

/**
 * An ordered crystal from a lattice, element symbols and fractional coordinates.
 *
 * @param lattice - the lattice
 * @param elements - element symbol of each site
 * @param fractionals - fractional coordinates of each site; wrapped into `[0, 1)`
 * @returns the structure, sites in the order given
 * @throws RangeError when the two lists differ in length
 * @throws {@link CrystalError} with code `CRYSTAL_UNKNOWN_ELEMENT` or `CRYSTAL_INVALID_SITE`
 *
 * @remarks
 * For partial occupancy, charges or labels build the sites with {@link createSite}.
 *
 * @example
 * ```ts
 * const lattice = createLattice({ a: 4.123, b: 4.123, c: 4.123, alpha: 90, beta: 90, gamma: 90 });
 * createStructure(lattice, ["Cs", "Cl"], [[0, 0, 0], [0.5, 0.5, 0.5]]);
 * ```
 */
export function createStructure(
  lattice: Lattice,
  elements: readonly string[],
  fractionals: readonly Vector3[],
): Structure {
  if (elements.length !== fractionals.length) {
    throw new RangeError(
      `${elements.length} elements and ${fractionals.length} positions do not belong together.`,
    );
  }
  return {
    lattice,
    sites: fractionals.map((fractional, index) => createSite(elements[index] ?? "", fractional)),
  };
}
