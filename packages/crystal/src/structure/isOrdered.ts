import type { Structure } from "./structure.ts";

/**
 * Whether every site holds exactly one species with occupancy 1.
 *
 * @param structure - any structure
 * @returns true when no site is shared or partly empty
 *
 * @example
 * ```ts
 * isOrdered(createStructure(lattice, ["Cs", "Cl"], [[0, 0, 0], [0.5, 0.5, 0.5]])); // true
 * ```
 */
export function isOrdered(structure: Structure): boolean {
  return structure.sites.every(
    ({ species }) => species.length === 1 && species[0]?.occupancy === 1,
  );
}
