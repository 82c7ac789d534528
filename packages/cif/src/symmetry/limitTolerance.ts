import type { Vector3 } from "@ftcp/crystal";

/**
 * A tolerance that is small beside the cell: in a cell thinner than the tolerance everything would be
 * one site, and fractional differences would not show the nearest image.
 *
 * @param tolerance - the tolerance in Å
 * @param spacings - distances of lattice planes in Å
 * @returns the tolerance, but at most a tenth of the smallest spacing
 * @internal
 */
export function limitTolerance(tolerance: number, spacings: Vector3): number {
  return Math.min(tolerance, 0.1 * spacings[0], 0.1 * spacings[1], 0.1 * spacings[2]);
}
