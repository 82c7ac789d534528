import type { Vector3 } from "@ftcp/crystal";

/** The planes with `|h| + |k| + |l| = sum`, by h, k, l descending. */
export function planesOfSum(sum: number): Vector3[] {
  const planes: Vector3[] = [];
  for (let h = sum; h >= -sum; h--) {
    const rest = sum - Math.abs(h);
    for (let k = rest; k >= -rest; k--) {
      const l = rest - Math.abs(k);
      planes.push([h, k, l]);
      if (l > 0) planes.push([h, k, -l]);
    }
  }
  return planes;
}
