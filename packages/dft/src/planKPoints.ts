import { latticeVolume, type Lattice } from "@ftcp/crystal";

/** How dense a mesh {@link planKPoints} makes. */
export interface KPointsOptions {
  /** Points per Å⁻³ of the reciprocal cell (with its factor 2π); 64 by default, as in the Materials Project. */
  readonly density?: number;
}

/**
 * Plans a mesh of k-points whose divisions are inversely proportional to the cell's lengths,
 * `n_i = max(1, ⌊(ρ V* a b c)^(1/3) / a_i⌋)` with `V* = (2π)³ / V`.
 *
 * @param lattice - the cell, in Å
 * @param options - see {@link KPointsOptions}
 * @returns the divisions along the three reciprocal vectors
 * @throws RangeError when the density is not a number above 0
 *
 * @remarks
 * Centre the mesh on Γ: then it is right for every lattice, hexagonal and face-centred ones too.
 *
 * @example
 * ```ts
 * planKPoints(createLattice({ a: 5.64, b: 5.64, c: 5.64, alpha: 90, beta: 90, gamma: 90 })); // [4, 4, 4]
 * ```
 *
 * @see Pack and Monkhorst, Phys. Rev. B 13, 5188 (1976), doi:10.1103/PhysRevB.13.5188
 */
export function planKPoints(
  lattice: Lattice,
  options: KPointsOptions = {},
): readonly [number, number, number] {
  const { density = 64 } = options;
  if (!(density > 0 && density < Infinity)) {
    throw new RangeError(`a density of k-points is above 0, not ${density}`);
  }
  let points = (density * (2 * Math.PI) ** 3) / Math.abs(latticeVolume(lattice));
  // As pymatgen: a number of points that is nearly a cube shall not lose a division to rounding.
  if (Math.abs(Math.floor(Math.cbrt(points) + 0.5) ** 3 - points) < 1) points *= 1.01;
  const { a, b, c } = lattice;
  const scale = Math.cbrt(points * a * b * c);
  const divide = (length: number): number => Math.floor(Math.max(scale / length, 1));
  return [divide(a), divide(b), divide(c)];
}
