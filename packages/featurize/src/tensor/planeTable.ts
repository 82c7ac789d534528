import type { Vector3 } from "@ftcp/crystal";

/** Planes in the form that the inner loops need. */
export interface PlaneTable {
  /** Where the powers of h, k and l stand in a table, three for each plane; see `addPhases`. */
  readonly powers: Int32Array;
  /** Number of planes. */
  readonly count: number;
  /** Largest absolute Miller index. */
  readonly order: number;
}

/** Flattens planes; throws RangeError when an index is not a whole number. */
export function planeTable(planes: readonly Vector3[]): PlaneTable {
  const indices = planes.flat();
  let order = 0;
  for (const index of indices) {
    if (!Number.isInteger(index)) throw new RangeError(`Miller index ${index} is not whole`);
    order = Math.max(order, Math.abs(index));
  }
  const powers = Int32Array.from(
    indices,
    (index, at) => 2 * ((at % 3) * (2 * order + 1) + order + index),
  );
  return { powers, count: planes.length, order };
}
