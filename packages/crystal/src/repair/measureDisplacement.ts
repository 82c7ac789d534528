import { createImageFinder } from "../distance/createImageFinder.ts";
import type { Vector3 } from "../geometry/vector3.ts";
import type { Structure } from "../structure/structure.ts";
import type { Displacement } from "./displacement.ts";

/**
 * How far the sites of a crystal have moved within the cell.
 *
 * @param before - the crystal
 * @param after - the same sites in the same order; in the cell of its own, that may have changed too
 * @returns the longest way and the root of the mean square, in Å of the cell of `after`; a shift of all
 *   sites together does not count, nor does a change of the cell
 * @throws RangeError when the numbers of sites differ
 */
export function measureDisplacement(before: Structure, after: Structure): Displacement {
  const count = before.sites.length;
  if (after.sites.length !== count) {
    throw new RangeError(`${after.sites.length} sites cannot be those ${count} moved.`);
  }
  if (before === after || count === 0) return { largest: 0, rms: 0 };
  const { nearest } = createImageFinder(after.lattice);
  const ways = before.sites.map(({ fractional: [x, y, z] }, index): Vector3 => {
    const [u, v, w] = after.sites[index]?.fractional ?? [NaN, NaN, NaN];
    return nearest(u - x, v - y, w - z);
  });
  const mean = [0, 1, 2].map((axis) => ways.reduce((sum, way) => sum + (way[axis] ?? NaN), 0));
  const lengths = ways.map(([x, y, z]) =>
    Math.hypot(
      x - (mean[0] ?? NaN) / count,
      y - (mean[1] ?? NaN) / count,
      z - (mean[2] ?? NaN) / count,
    ),
  );
  return {
    largest: Math.max(...lengths),
    rms: Math.sqrt(lengths.reduce((sum, length) => sum + length * length, 0) / count),
  };
}
