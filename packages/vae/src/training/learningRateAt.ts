/**
 * Learning rate of a step: linear warm-up, then a cosine down to a fraction of the peak.
 *
 * @param step - steps taken so far, from 0
 * @param totalSteps - steps of the whole training
 * @param peak - the highest rate
 * @param options - `warmUpSteps` (200) and `finalFraction` of the peak (0.02)
 * @returns the rate
 *
 * @example
 * ```ts
 * learningRateAt(1000, 1000, 1e-3); // 2e-5
 * ```
 */
export function learningRateAt(
  step: number,
  totalSteps: number,
  peak: number,
  options: { readonly warmUpSteps?: number; readonly finalFraction?: number } = {},
): number {
  const { warmUpSteps = 200, finalFraction = 0.02 } = options;
  const warmUp = Math.min(1, (step + 1) / Math.min(warmUpSteps, Math.max(1, totalSteps / 5)));
  const progress = Math.min(1, step / Math.max(1, totalSteps));
  const cosine = 0.5 * (1 + Math.cos(Math.PI * progress));
  return peak * warmUp * (finalFraction + (1 - finalFraction) * cosine);
}
