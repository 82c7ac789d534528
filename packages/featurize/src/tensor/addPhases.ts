import type { PlaneTable } from "./planeTable.ts";

/**
 * Adds `exp(-2πi (h x + k y + l z))` of one site for each plane to `target`, real and imaginary part in
 * turn.
 *
 * @param positions - fractional coordinates, three for each site
 * @param site - which site
 * @param planes - Miller indices
 * @param powers - scratch space for {@link powersLength} numbers
 * @param target - float64, at least `offset + 2 * planes.count` long
 * @param offset - where in `target` the first plane goes
 */
export function addPhases(
  positions: Float64Array,
  site: number,
  planes: PlaneTable,
  powers: Float64Array,
  target: Float64Array,
  offset: number,
): void {
  const { powers: places, count, order } = planes;
  const size = 2 * order + 1;
  // powers[2 * (axis * size + order + n)] = real part of exp(-2πi n x_axis), -order <= n <= order
  for (let axis = 0; axis < 3; axis++) {
    const zero = (axis * size + order) * 2;
    powers[zero] = 1;
    powers[zero + 1] = 0;
    const angle = -2 * Math.PI * (positions[3 * site + axis] as number);
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
  for (let plane = 0; plane < count; plane++) {
    const x = places[3 * plane] as number;
    const y = places[3 * plane + 1] as number;
    const z = places[3 * plane + 2] as number;
    const xr = powers[x] as number;
    const xi = powers[x + 1] as number;
    const yr = powers[y] as number;
    const yi = powers[y + 1] as number;
    const zr = powers[z] as number;
    const zi = powers[z + 1] as number;
    const re = xr * yr - xi * yi;
    const im = xr * yi + xi * yr;
    const at = offset + 2 * plane;
    target[at] = (target[at] as number) + re * zr - im * zi;
    target[at + 1] = (target[at + 1] as number) + re * zi + im * zr;
  }
}

/** Length of the scratch space that {@link addPhases} needs. */
export function powersLength(planes: PlaneTable): number {
  return 6 * (2 * planes.order + 1);
}
