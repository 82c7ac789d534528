import type { NumbersByName } from "../engine/trainingEngine.ts";
import { findKernel } from "./findKernel.ts";

/**
 * Measures the global norm of gradients, the root of the sum of all squares.
 *
 * @param gradients - all gradients of a step
 * @returns the norm; NaN or infinite when a gradient is
 *
 * @remarks
 * Gradients are clipped to a highest norm by multiplying all of them by `limit / norm`; the optimiser does it
 * in its own pass over them. Sums are float64.
 *
 * @see Pascanu, Mikolov, Bengio, arXiv:1211.5063
 */
export function measureNorm(gradients: NumbersByName): number {
  const { sumSquares } = findKernel();
  let sum = 0;
  for (const values of gradients.values()) sum += sumSquares(values);
  return Math.sqrt(sum);
}
