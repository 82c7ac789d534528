import type { Structure, Vector3 } from "@ftcp/crystal";

import { FeaturizeError } from "../featurizeError.ts";
import { directErrorBound, directSums } from "./directSums.ts";
import { estimateDirectCost, estimateGriddedCost } from "./estimateCost.ts";
import { gridBytes, griddedSums, gridSize } from "./griddedSums.ts";
import { planeIndices } from "./planeIndices.ts";
import { planSums } from "./planSums.ts";
import { sortPlanes } from "./sortPlanes.ts";
import { siteWeights, type WeightedSites } from "./siteWeights.ts";
import { griddedErrorBound, spreadingKernel, widestKernel } from "./spreadingKernel.ts";

/** How {@link structureFactors} computes a sum. */
export type StructureFactorMethod = "direct" | "fft";

/** Settings of {@link structureFactors}. */
export interface StructureFactorOptions {
  /** `direct`, `fft`, or by default `auto`: the one that is estimated to be faster. */
  readonly method?: StructureFactorMethod | "auto";
  /** Largest error allowed, relative to Σ|w| of a property; 1e-12 by default. */
  readonly tolerance?: number;
  /** Bytes that the grid of `fft` may take, 1 GiB by default. */
  readonly memoryLimit?: number;
}

/** Complex structure factors, one row for each plane and one column for each property. */
export interface StructureFactors {
  /** Real parts, float64, row-major, shape (planes, properties). */
  readonly real: Float64Array;
  /** Imaginary parts, float64, row-major, shape (planes, properties). */
  readonly imaginary: Float64Array;
  /** Number of planes and of properties. */
  readonly shape: readonly [planes: number, properties: number];
  /** How they were computed. */
  readonly method: StructureFactorMethod;
  /** `|F - F_exact|` is at most this times Σ|w| of the property. */
  readonly errorBound: number;
}

/**
 * Structure factors `F(h, k, l) = Σ_i Z_i exp(-2πi (h x_i + k y_i + l z_i))` for all properties.
 *
 * @param source - positions (fractional) and weights Z of N sites, any number of properties each; or a
 * crystal, whose weights are then atomic numbers times occupancies (see {@link siteWeights} for others)
 * @param planes - Miller indices, whole numbers within 65,535 of zero; any order, (0, 0, 0), repeats
 * and Friedel mates allowed; as vectors or flat in an `Int32Array`
 * @param options - method and tolerance
 * @returns real and imaginary parts, float64, with the method used and a bound of the error
 * @throws {@link FeaturizeError} with code `FEATURIZE_TOLERANCE_UNREACHABLE` when the method cannot be
 * as exact as asked (`data.limit` is what it can), and `FEATURIZE_GRID_TOO_LARGE` when `fft` is asked
 * for and its grid needs more than `memoryLimit` bytes (`data.count` is what it needs)
 * @throws RangeError when rows of weights differ in number or length, or an index is not whole
 *
 * @remarks
 * `direct` costs sites × planes: powers of `exp(-2πi x)` along each axis by recurrence, computed
 * afresh every 16th power, so that the error does not grow with the index. `fft` costs sites plus
 * grid: a non-uniform fast Fourier transform with a kernel as wide as the tolerance demands (down to
 * about 5e-13). `auto` compares estimates of both times; decision 15 has the measured crossover. Sites
 * with equal rows of weights are summed once. NaN in a coordinate or weight gives NaN, in `fft` for
 * all planes. The reference implementation computes `π Z · (hkl · r)` without exponential; this is
 * Eq. 1 as printed.
 *
 * @example
 * ```ts
 * // Body-centred: (1, 0, 0) is absent, (1, 1, 0) is present.
 * const positions = [[0, 0, 0], [0.5, 0.5, 0.5]] as const;
 * structureFactors({ positions, weights: [[1], [1]] }, [[1, 0, 0], [1, 1, 0]]).real; // [0, 2]
 * ```
 *
 * @see FTCP paper, Eq. 1
 * @see A. H. Barnett, J. Magland, L. af Klinteberg, SIAM J. Sci. Comput. 41, C479 (2019), https://doi.org/10.1137/18M120885X
 */
export function structureFactors(
  source: WeightedSites | Structure,
  planes: readonly Vector3[] | Int32Array,
  options: StructureFactorOptions = {},
): StructureFactors {
  const { method = "auto", tolerance = 1e-12, memoryLimit = 2 ** 30 } = options;
  if (!(tolerance > 0)) throw new RangeError(`tolerance must be positive, not ${tolerance}`);
  const { positions, weights } = "lattice" in source ? siteWeights(source, "atomicNumber") : source;
  const plan = planSums(positions, weights);
  const table = planeIndices(planes);

  const kernel = spreadingKernel(tolerance);
  const bytes = gridBytes(gridSize(table), table);
  const directBound = directErrorBound(positions.length);
  const isDirectExact = directBound <= tolerance;
  if (!isDirectExact && (method === "direct" || (method === "auto" && kernel === undefined))) {
    throw unreachable("direct sums", tolerance, directBound);
  }
  if (method === "fft" && kernel === undefined) {
    throw unreachable("gridded transforms", tolerance, griddedErrorBound(widestKernel));
  }
  const mustUseGrid = method === "fft" || (method === "auto" && !isDirectExact);
  if (mustUseGrid && bytes > memoryLimit) {
    throw new FeaturizeError(
      "FEATURIZE_GRID_TOO_LARGE",
      `the grid needs ${bytes} bytes, ${memoryLimit} are allowed`,
      { count: bytes, limit: memoryLimit },
    );
  }
  const sorted = sortPlanes(table);
  const usesGrid =
    kernel !== undefined &&
    (mustUseGrid ||
      (method === "auto" &&
        bytes <= memoryLimit &&
        estimateGriddedCost(plan, table, kernel) < estimateDirectCost(plan, sorted)));
  const sum = usesGrid ? griddedSums(plan, table, kernel) : directSums(plan, sorted);

  const { width, channels } = plan;
  const real = new Float64Array(table.count * width);
  const imaginary = new Float64Array(table.count * width);
  for (const channel of channels) {
    const sums = sum(channel);
    for (const { column, factor } of channel.columns) {
      for (let plane = 0; plane < table.count; plane++) {
        const at = plane * width + column;
        real[at] = (real[at] ?? 0) + factor * (sums[2 * plane] ?? 0);
        imaginary[at] = (imaginary[at] ?? 0) + factor * (sums[2 * plane + 1] ?? 0);
      }
    }
  }
  return {
    real,
    imaginary,
    shape: [table.count, width],
    method: usesGrid ? "fft" : "direct",
    errorBound: usesGrid ? griddedErrorBound(kernel) : directBound,
  };
}

function unreachable(method: string, tolerance: number, bound: number): FeaturizeError {
  return new FeaturizeError(
    "FEATURIZE_TOLERANCE_UNREACHABLE",
    `${method} are exact to ${bound.toExponential(1)} of the sum of weights, not to ${tolerance}`,
    { limit: bound },
  );
}
