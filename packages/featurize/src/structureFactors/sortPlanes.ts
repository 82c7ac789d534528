import { largestIndex, type PlaneIndices } from "./planeIndices.ts";

/** The different planes up to Friedel mates, sorted by h, k, l. */
export interface SortedPlanes {
  /** Places of h and k of each run in their tables of powers. */
  readonly runs: Int32Array;
  /** First plane of each run; one more entry at the end. */
  readonly runStarts: Int32Array;
  /** Place of l of each different plane. */
  readonly lIndices: Int32Array;
  /** Which of the different planes each plane is; `~slot` for its Friedel mate. */
  readonly slots: Int32Array;
  /** Largest |h|, |k| and |l|. */
  readonly orders: PlaneIndices["orders"];
}

/** Sorts planes and leaves out repeats and Friedel mates. */
export function sortPlanes({ indices, count, orders }: PlaneIndices): SortedPlanes {
  const [hOrder, kOrder, lOrder] = orders;
  const base = 2 * largestIndex + 1;
  const isMate = new Uint8Array(count);
  const keys = new Float64Array(count);
  for (let plane = 0; plane < count; plane++) {
    const h = indices[3 * plane] ?? 0;
    const k = indices[3 * plane + 1] ?? 0;
    const l = indices[3 * plane + 2] ?? 0;
    const key = (h * base + k) * base + l; // has the sign of the first index that is not zero
    if (key < 0) isMate[plane] = 1;
    keys[plane] = Math.abs(key);
  }
  const sorted = keys.slice().sort();
  let unique = 0;
  for (let at = 0; at < count; at++) {
    if (at === 0 || sorted[at] !== sorted[at - 1]) sorted[unique++] = sorted[at] ?? 0;
  }
  const different = sorted.subarray(0, unique);

  const lIndices = new Int32Array(unique);
  const runs: number[] = [];
  const starts: number[] = [];
  let previous = Number.NaN;
  different.forEach((key, at) => {
    const pair = Math.round(key / base);
    const h = Math.round(pair / base);
    if (pair !== previous) {
      runs.push(2 * (h + hOrder), 2 * (pair - h * base + kOrder));
      starts.push(at);
      previous = pair;
    }
    lIndices[at] = 2 * (key - pair * base + lOrder);
  });
  starts.push(unique);

  const slots = new Int32Array(count);
  for (let plane = 0; plane < count; plane++) {
    const slot = find(different, keys[plane] ?? 0);
    slots[plane] = isMate[plane] === 1 ? ~slot : slot;
  }
  return {
    runs: Int32Array.from(runs),
    runStarts: Int32Array.from(starts),
    lIndices,
    slots,
    orders,
  };
}

/** Binary search for a value that is there. */
function find(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
