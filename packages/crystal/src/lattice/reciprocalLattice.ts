import type { Lattice } from "./lattice.ts";
import { latticeFromMatrix } from "./latticeFromMatrix.ts";
import { reciprocalMatrix } from "./reciprocalMatrix.ts";

/**
 * The reciprocal lattice, without the factor 2π.
 *
 * @param lattice - any lattice
 * @returns the lattice of a\*, b\*, c\* as rows (see {@link reciprocalMatrix}); its lengths are in Å⁻¹,
 *   its angles α\*, β\*, γ\* in degrees
 * @throws {@link CrystalError} with code `CRYSTAL_INVALID_LATTICE` when the vectors are so nearly in one
 *   plane that the reciprocal ones cannot be told apart
 *
 * @remarks
 * The reciprocal of the reciprocal lattice is the lattice again, up to rounding.
 *
 * @example
 * ```ts
 * const hexagonal = createLattice({ a: 4, b: 4, c: 5, alpha: 90, beta: 90, gamma: 120 });
 * reciprocalLattice(hexagonal).gamma; // 60
 * ```
 */
export function reciprocalLattice(lattice: Lattice): Lattice {
  return latticeFromMatrix(reciprocalMatrix(lattice));
}
