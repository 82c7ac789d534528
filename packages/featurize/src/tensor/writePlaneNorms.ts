import type { Vector3 } from "@ftcp/crystal";

/** Writes |g| of each plane in 1/Å. */
export function writePlaneNorms(
  planes: readonly Vector3[],
  reciprocal: readonly [Vector3, Vector3, Vector3],
  target: Float32Array,
  placeOfPlane: (plane: number) => number,
): void {
  const [a, b, c] = reciprocal;
  planes.forEach(([h, k, l], plane) => {
    target[placeOfPlane(plane)] = Math.hypot(
      h * a[0] + k * b[0] + l * c[0],
      h * a[1] + k * b[1] + l * c[1],
      h * a[2] + k * b[2] + l * c[2],
    );
  });
}
