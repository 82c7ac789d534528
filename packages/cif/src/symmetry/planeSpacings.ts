import type { Lattice, Vector3 } from "@ftcp/crystal";

/**
 * Distances between neighbouring lattice planes.
 *
 * @param lattice - the cell
 * @returns the spacings of (100), (010) and (001) in Å
 * @internal
 */
export function planeSpacings({ matrix }: Lattice): Vector3 {
  // By index: destructuring would go through iterators, and this runs once for each crystal.
  const a = matrix[0];
  const b = matrix[1];
  const c = matrix[2];
  const bcX = b[1] * c[2] - b[2] * c[1];
  const bcY = b[2] * c[0] - b[0] * c[2];
  const bcZ = b[0] * c[1] - b[1] * c[0];
  const caX = c[1] * a[2] - c[2] * a[1];
  const caY = c[2] * a[0] - c[0] * a[2];
  const caZ = c[0] * a[1] - c[1] * a[0];
  const abX = a[1] * b[2] - a[2] * b[1];
  const abY = a[2] * b[0] - a[0] * b[2];
  const abZ = a[0] * b[1] - a[1] * b[0];
  const volume = a[0] * bcX + a[1] * bcY + a[2] * bcZ;
  return [
    volume / Math.sqrt(bcX * bcX + bcY * bcY + bcZ * bcZ),
    volume / Math.sqrt(caX * caX + caY * caY + caZ * caZ),
    volume / Math.sqrt(abX * abX + abY * abY + abZ * abZ),
  ];
}
