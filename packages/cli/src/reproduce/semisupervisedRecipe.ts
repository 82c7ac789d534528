import { createPreset, type TrainingPreset } from "@ftcp/vae";

/**
 * Recipe with which the semi-supervised network and the labelled crystals alone are compared: layout and kind of
 * network of preset `ftcp`, a third of its width, without directions of neighbours and without what only samples from
 * the prior need, so that the fifteen trainings of the table take 36 minutes of one core.
 *
 * @param maxSites - largest number of sites
 * @returns the recipe, and how often an epoch draws a labelled crystal
 *
 * @remarks
 * Chosen on a tenth of the formulas of train; see docs/reproduction.md. Written out, so that runs stay what they
 * were when the preset changes.
 */
export function semisupervisedRecipe(maxSites: number): {
  readonly preset: TrainingPreset;
  readonly repeat: number;
} {
  const preset = createPreset("ftcp", { maxElements: 3, maxSites });
  const { latentSize = 256 } = preset.options.network ?? {};
  return {
    preset: {
      ...preset,
      options: {
        ...{ epochs: 14, batchSize: 128, learningRate: 2e-3, betaWarmUp: 0.2, clipNorm: 20 },
        schedule: { kind: "cosine" },
        optimizer: { kind: "adamw" },
        network: {
          ...{ architecture: "environment", latentSize, hidden: 256, elementCodeSize: 24 },
          environment: {
            ...{ directionRadii: [], width: 64, dropout: 0.1, regressionDropout: 0.1 },
            chargeMargin: 0,
          },
        },
        loss: {
          ...{ beta: 0.4, lambda: 20, elements: 4, occupancy: 6, coordinates: 20, cell: 20 },
          ...{ regressionNoise: 0.1, repulsion: 0, cellShape: 0 },
        },
      },
    },
    repeat: 4,
  };
}
