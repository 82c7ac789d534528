import type { Vector3 } from "@ftcp/crystal";

/** Planes in the form that the inner loops need. */
export interface PlaneTable {
  /** Miller indices, three for each plane. */
  readonly indices: Int32Array;
  /** Number of planes. */
  readonly count: number;
  /** Largest absolute Miller index. */
  readonly order: number;
}

/** Flattens planes; throws RangeError when an index is not a whole number. */
export function planeTable(planes: readonly Vector3[]): PlaneTable {
  const indices = new Int32Array(planes.length * 3);
  let order = 0;
  planes.forEach((plane, number) => {
    for (let axis = 0; axis < 3; axis++) {
      const index = plane[axis] ?? Number.NaN;
      if (!Number.isInteger(index)) throw new RangeError(`Miller index ${index} is not whole`);
      indices[number * 3 + axis] = index;
      order = Math.max(order, Math.abs(index));
    }
  });
  return { indices, count: planes.length, order };
}
