/**
 * How the learning rate goes from its peak.
 *
 * - `constant`: the peak throughout
 * - `step`: multiplied by `factor` (0.5) every `every` epochs
 * - `cosine`: linear warm-up over `warmUpSteps` (200, at most a fifth of the training), then half a
 *   cosine down to `finalFraction` (0.02) of the peak
 * - `plateau`: multiplied by `factor` (0.3) when the loss has not fallen for `patience` (4) epochs, down
 *   to `minimum` (1e-6)
 * - `reference`: the Python reference's: a fifth of the peak from epoch 50 and a tenth from epoch 100,
 *   with its plateau rule on top; unlike there, a step never raises the rate again
 */
export type LearningRateSchedule =
  | { readonly kind: "constant" }
  | { readonly kind: "step"; readonly every: number; readonly factor?: number }
  | { readonly kind: "cosine"; readonly warmUpSteps?: number; readonly finalFraction?: number }
  | {
      readonly kind: "plateau" | "reference";
      readonly factor?: number;
      readonly patience?: number;
      readonly minimum?: number;
    };
