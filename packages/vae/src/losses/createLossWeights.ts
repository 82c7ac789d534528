import type { LossWeights } from "./lossWeights.ts";

/**
 * Fills in the weights of the loss.
 *
 * @param options - what differs from the defaults
 * @returns the complete weights
 *
 * @remarks
 * One β for everything loses elements before it loses a thousandth of a coordinate, so every part of
 * the crystal has a weight of its own; the defaults come from a
 * trial on real ternaries and were not searched.
 *
 * @example
 * ```ts
 * createLossWeights({ beta: 1 }).beta; // 1
 * ```
 */
export function createLossWeights(options: Partial<LossWeights> = {}): LossWeights {
  return {
    beta: 0.2,
    lambda: 15,
    elements: 4,
    occupancy: 6,
    coordinates: 10,
    cell: 6,
    rest: 0.1,
    regressionNoise: 0,
    repulsion: 0,
    cellShape: 0,
    ...options,
  };
}
