import type { Vector3 } from "@ftcp/crystal";

/** Writes |g| of each plane in 1/Å. */
export function writePlaneNorms(
  planes: readonly Vector3[],
  reciprocal: readonly [Vector3, Vector3, Vector3],
  target: Float32Array,
  placeOfPlane: (plane: number) => number,
): void {
  const [a, b, c] = reciprocal;
  for (let plane = 0; plane < planes.length; plane++) {
    const [h = 0, k = 0, l = 0] = planes[plane] ?? [];
    const x = h * a[0] + k * b[0] + l * c[0];
    const y = h * a[1] + k * b[1] + l * c[1];
    const z = h * a[2] + k * b[2] + l * c[2];
    target[placeOfPlane(plane)] = Math.sqrt(x * x + y * y + z * z);
  }
}
