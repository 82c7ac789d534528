import { PCA } from "ml-pca";
import type { Latents } from "../designModel.ts";
import { applyProjection } from "./applyProjection.ts";
import { checkLatents } from "./checkLatents.ts";
import { covarianceOf } from "./covarianceOf.ts";
import { computeLatentStatistics } from "./computeLatentStatistics.ts";

/** A map of a latent space: its two directions of greatest variance. */
export interface LatentProjection {
  /** The projected latents: float32 `[count, 2]`, row-major. */
  readonly coordinates: Float32Array;
  /** The share of the whole variance along each of the two axes, in [0, 1]. */
  readonly explainedVariance: readonly [first: number, second: number];
  /** The origin of the map in latent space: float64 `[size]`. */
  readonly mean: Float64Array;
  /** The two axes, unit vectors at a right angle: float64 `[2, size]`, row-major. */
  readonly axes: Float64Array;
}

/**
 * Projects latents to two dimensions by principal component analysis,
 * `coordinates = (z - mean) · axesᵀ`.
 *
 * @param latents - float32 `[count, size]`; at least two latents of at least two dimensions
 * @returns the coordinates, and what {@link applyProjection} needs to put other latents on the map
 * @throws RangeError when there are too few latents or dimensions
 *
 * @remarks
 * The sign of an axis is free; the component with the greatest absolute value (the first one of
 * equals) is made positive, so that the map does not flip from run to run. Latents that are all
 * equal have explained variances of 0.
 *
 * @example
 * ```ts
 * import { projectLatents } from "@ftcp/sampling";
 *
 * const { coordinates, explainedVariance } = projectLatents(index.latents);
 * ```
 *
 * @see FTCP paper, Figure S1
 */
export function projectLatents(latents: Latents): LatentProjection {
  checkLatents(latents, 2);
  const size = latents.shape[1];
  if (size < 2) throw new RangeError("a map needs latents of at least two dimensions");
  const { mean } = computeLatentStatistics(latents);
  const covariance = covarianceOf(latents, mean);
  const variance = covariance.reduce((sum, row, i) => sum + (row[i] ?? 0), 0);
  const analysis = new PCA(
    covariance.map((row) => Array.from(row)),
    { isCovarianceMatrix: true },
  );
  const eigenvalues = analysis.getEigenvalues();
  const vectors = analysis.getEigenvectors();
  const axes = new Float64Array(2 * size);
  for (const axis of [0, 1]) axes.set(orient(vectors.getColumn(axis)), axis * size);
  const share = (axis: number) =>
    variance > 0 ? Math.max(0, (eigenvalues[axis] ?? 0) / variance) : 0;
  return {
    coordinates: applyProjection({ mean, axes }, latents),
    explainedVariance: [share(0), share(1)],
    mean,
    axes,
  };
}

function orient(axis: readonly number[]): readonly number[] {
  let greatest = 0;
  for (const [i, value] of axis.entries()) {
    // The margin keeps rounding from choosing between components of equal size.
    if (Math.abs(value) > Math.abs(axis[greatest] ?? 0) * (1 + 1e-9)) greatest = i;
  }
  return (axis[greatest] ?? 0) < 0 ? axis.map((value) => -value) : axis;
}
