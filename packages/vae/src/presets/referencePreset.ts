import { createLayout } from "@ftcp/featurize";
import { createConvolutionConfig } from "../network/convolutional/createConvolutionConfig.ts";
import type { PresetSize, TrainingPreset } from "./trainingPreset.ts";

/**
 * The recipe of the Python reference (PV-Lab/FTCP): network, loss scaling and schedule.
 *
 * @param size - largest number of elements and sites
 * @returns the recipe
 *
 * @remarks
 * The reference's loss of a batch is `Σ (x̂ - x)² + 2 · mean divergence + 10 · Σ (ŷ - y)²`, sums over
 * the batch and the mean over 256 dimensions and the batch. Divided by the batch of 256 that is, per
 * crystal, β = 2 / (256 · 256) = 3.1e-5 and λ = 10 with labels scaled to 0..1. RMSprop takes no notice
 * of a constant factor but in its epsilon.
 *
 * Not as in the reference: scalers are fitted on train alone; a cut of the learning rate is not undone
 * by a later step; the latents of a crystal are the posterior's mean and not a sample; one seed decides
 * everything; sites and slots count as empty below 0.5.
 *
 * @see https://github.com/PV-Lab/FTCP
 */
export function referencePreset({
  maxElements = 3,
  maxSites = 20,
}: PresetSize = {}): TrainingPreset {
  const batchSize = 256;
  const latentSize = 256;
  return {
    name: "reference",
    about: "network, loss and schedule of the Python reference on its layout",
    layout: createLayout({ name: "reference", maxElements, maxSites }),
    options: {
      ...{ epochs: 200, batchSize, learningRate: 5e-4, betaWarmUp: 0 },
      schedule: { kind: "reference" },
      optimizer: { kind: "rmsprop", decay: 0.9, epsilon: 1e-7 },
      clipNorm: Number.MAX_VALUE, // never
      scaling: "rows",
      network: {
        ...{ architecture: "convolutional", latentSize, hidden: 1024 },
        convolutions: createConvolutionConfig(),
      },
      loss: { beta: 2 / (latentSize * batchSize), lambda: 10, entries: 1, labels: "range" },
    },
    error: "squared",
    perturbationScale: 0.6,
  };
}
