import type { Vector3 } from "@ftcp/crystal";

import { addPhases, powersLength } from "./addPhases.ts";
import { planeTable } from "./planeTable.ts";

/** Complex structure factors, one row for each plane and one column for each property. */
export interface StructureFactors {
  /** Real parts, float64, row-major, shape (planes, properties). */
  readonly real: Float64Array;
  /** Imaginary parts, float64, row-major, shape (planes, properties). */
  readonly imaginary: Float64Array;
  /** Number of planes and of properties. */
  readonly shape: readonly [planes: number, properties: number];
}

/**
 * Structure factors `F(h, k, l) = Σ_i Z_i exp(-2πi (h x_i + k y_i + l z_i))` for all properties.
 *
 * @param sites - fractional coordinates of the N sites
 * @param planes - Miller indices, integers; any order, (0, 0, 0) and Friedel pairs allowed
 * @param propertyVectors - property vector of each site, N of equal length; sites that share one
 * array object (as those of one element do) are summed before the vector is multiplied
 * @returns real and imaginary parts, float64
 * @throws RangeError when the numbers of sites and vectors or the lengths of vectors differ, or when
 * a Miller index is not a whole number
 *
 * @remarks
 * Powers of `exp(-2πi x)` come from a recurrence along each axis, so a site costs three sines and
 * cosines however many planes there are; the error stays below 1e-12 of `Σ |Z_i|` for indices within
 * ±32. NaN in a coordinate or property gives NaN. The reference implementation computes
 * `π Z · (hkl · r)` without exponential; this is Eq. 1 as printed.
 *
 * @example
 * ```ts
 * // Body-centred: (1, 0, 0) is absent, (1, 1, 0) is present.
 * const one = [1];
 * const sites = [[0, 0, 0], [0.5, 0.5, 0.5]] as const;
 * structureFactors(sites, [[1, 0, 0], [1, 1, 0]], [one, one]).real; // [0, 2]
 * ```
 *
 * @see FTCP paper, Eq. 1
 */
export function structureFactors(
  sites: readonly Vector3[],
  planes: readonly Vector3[],
  propertyVectors: readonly ArrayLike<number>[],
): StructureFactors {
  if (sites.length !== propertyVectors.length) {
    throw new RangeError(`${sites.length} sites but ${propertyVectors.length} property vectors`);
  }
  const width = propertyVectors[0]?.length ?? 0;
  const groups = new Map<ArrayLike<number>, Vector3[]>();
  sites.forEach((site, index) => {
    const vector = propertyVectors[index] ?? [];
    if (vector.length !== width) {
      throw new RangeError(`property vector ${index} has length ${vector.length}, not ${width}`);
    }
    const group = groups.get(vector);
    if (group === undefined) groups.set(vector, [site]);
    else group.push(site);
  });

  const real = new Float64Array(planes.length * width);
  const imaginary = new Float64Array(planes.length * width);
  const table = planeTable(planes);
  const powers = new Float64Array(powersLength(table));
  for (const [vector, members] of groups) {
    const sums = new Float64Array(2 * planes.length);
    for (const site of members) addPhases(site, table, powers, sums, 0);
    for (let p = 0; p < width; p++) {
      const z = vector[p] ?? 0;
      if (z === 0) continue;
      for (let plane = 0; plane < planes.length; plane++) {
        const at = plane * width + p;
        real[at] = (real[at] ?? 0) + z * (sums[2 * plane] ?? 0);
        imaginary[at] = (imaginary[at] ?? 0) + z * (sums[2 * plane + 1] ?? 0);
      }
    }
  }
  return { real, imaginary, shape: [planes.length, width] };
}
