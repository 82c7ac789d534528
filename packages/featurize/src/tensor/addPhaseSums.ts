import type { Vector3 } from "@ftcp/crystal";

/**
 * Adds `Σ_i exp(-2πi (h x_i + k y_i + l z_i))` for each plane to `target`, real and imaginary part in
 * turn.
 *
 * @param sites - fractional coordinates
 * @param planes - Miller indices, whole numbers
 * @param target - float64, at least `offset + 2 * planes.length` long
 * @param offset - where in `target` the first plane goes
 * @throws RangeError when a Miller index is not a whole number
 */
export function addPhaseSums(
  sites: readonly Vector3[],
  planes: readonly Vector3[],
  target: Float64Array,
  offset: number,
): void {
  let order = 0;
  for (const plane of planes) {
    for (const index of plane) {
      if (!Number.isInteger(index)) throw new RangeError(`Miller index ${index} is not whole`);
      order = Math.max(order, Math.abs(index));
    }
  }
  // powers[(axis * size + order + n) * 2] = real part of exp(-2πi n x_axis), -order <= n <= order
  const size = 2 * order + 1;
  const powers = new Float64Array(6 * size);
  for (const site of sites) {
    for (let axis = 0; axis < 3; axis++) {
      const zero = (axis * size + order) * 2;
      powers[zero] = 1;
      powers[zero + 1] = 0;
      const angle = -2 * Math.PI * (site[axis] ?? Number.NaN);
      const cosine = Math.cos(angle);
      const sine = Math.sin(angle);
      let re = 1;
      let im = 0;
      for (let n = 1; n <= order; n++) {
        const next = re * cosine - im * sine;
        im = re * sine + im * cosine;
        re = next;
        powers[zero + 2 * n] = re;
        powers[zero + 2 * n + 1] = im;
        powers[zero - 2 * n] = re;
        powers[zero - 2 * n + 1] = -im;
      }
    }
    let at = offset;
    for (const plane of planes) {
      const x = (order + plane[0]) * 2;
      const y = (size + order + plane[1]) * 2;
      const z = (2 * size + order + plane[2]) * 2;
      const xr = powers[x] ?? 0;
      const xi = powers[x + 1] ?? 0;
      const yr = powers[y] ?? 0;
      const yi = powers[y + 1] ?? 0;
      const zr = powers[z] ?? 0;
      const zi = powers[z + 1] ?? 0;
      const re = xr * yr - xi * yi;
      const im = xr * yi + xi * yr;
      target[at] = (target[at] ?? 0) + re * zr - im * zi;
      target[at + 1] = (target[at + 1] ?? 0) + re * zi + im * zr;
      at += 2;
    }
  }
}
