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
  | {
      /** The peak throughout. */
      readonly kind: "constant";
    }
  | {
      /** In steps. */
      readonly kind: "step";
      /** Epochs from one step to the next. */
      readonly every: number;
      /** What the rate is multiplied by; default 0.5. */
      readonly factor?: number;
    }
  | {
      /** Warm-up, then half a cosine. */
      readonly kind: "cosine";
      /** Steps of the warm-up; default 200, at most a fifth of the training. */
      readonly warmUpSteps?: number;
      /** Share of the peak at the end; default 0.02. */
      readonly finalFraction?: number;
    }
  | {
      /** Lower when the loss no longer falls. */
      readonly kind: "plateau" | "reference";
      /** What the rate is multiplied by; default 0.3. */
      readonly factor?: number;
      /** Epochs without a lower loss; default 4. */
      readonly patience?: number;
      /** Where the rate stays; default 1e-6. */
      readonly minimum?: number;
    };
