import type { Vector3 } from "@ftcp/crystal";

/** Miller indices in flat form. */
export interface PlaneIndices {
  /** h, k, l of each plane in turn. */
  readonly indices: Int32Array;
  /** Number of planes. */
  readonly count: number;
  /** Largest |h|, |k| and |l|. */
  readonly orders: readonly [h: number, k: number, l: number];
}

/** Largest Miller index: a plane is then numbered by one exact float64. */
export const largestIndex = 65_535;

/** Flattens planes and checks them; throws RangeError for an index that is not whole or too large. */
export function planeIndices(planes: readonly Vector3[] | Int32Array): PlaneIndices {
  const isFlat = planes instanceof Int32Array;
  if (isFlat && planes.length % 3 !== 0) {
    throw new RangeError(`${planes.length} Miller indices are not three for each plane`);
  }
  const count = isFlat ? planes.length / 3 : planes.length;
  const indices = isFlat ? planes : new Int32Array(3 * count);
  const orders: [number, number, number] = [0, 0, 0];
  for (let plane = 0; plane < count; plane++) {
    for (let axis = 0; axis < 3; axis++) {
      const index = isFlat ? planes[3 * plane + axis] : planes[plane]?.[axis];
      if (index === undefined || !Number.isInteger(index) || Math.abs(index) > largestIndex) {
        throw new RangeError(
          `Miller index ${String(index)} of plane ${plane} is no whole number within ` +
            `${largestIndex} of zero`,
        );
      }
      if (!isFlat) indices[3 * plane + axis] = index;
      const size = Math.abs(index);
      if (size > (orders[axis] ?? 0)) orders[axis] = size;
    }
  }
  return { indices, count, orders };
}
