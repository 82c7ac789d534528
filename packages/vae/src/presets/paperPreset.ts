import { createLayout } from "@ftcp/featurize";
import { createConvolutionConfig } from "../network/convolutional/createConvolutionConfig.ts";
import type { PresetSize, TrainingPreset } from "./trainingPreset.ts";

/**
 * Sections 3.1 to 3.4 of the paper as written: layout `paper` with Eq. 1, convolutions along the rows,
 * gated regression (Eq. 2), and Eq. 3 per crystal with β above 1 and λ.
 *
 * @param size - largest number of elements and sites
 * @returns the recipe
 *
 * @remarks
 * What the paper leaves open, and what is taken here: the sizes of the network (its supplement S6) are
 * those of the Python reference, with LeakyReLU instead of the sigmoid that halves the encoder's range;
 * the reconstruction is the log-likelihood of a normal distribution of σ = 0.1 around the decoded
 * numbers, `50 Σ (x̂ - x)²`, lengths and angles standardised; β = 1.5, rising over the first fifth of the
 * training; λ = 10 with labels scaled to 0..1; Adam with a cosine from 1e-4, 100 epochs, batches of 128. From a
 * rate of 3e-4 on the product in Eq. 2 ran away and its sigmoid kept one value for all crystals.
 *
 * @see The paper, sections 3.1 to 3.4
 */
export function paperPreset({ maxElements = 3, maxSites = 20 }: PresetSize = {}): TrainingPreset {
  return {
    name: "paper",
    about: "sections 3.1 to 3.4 of the paper as written, on its layout",
    // Zero rows at the end make the number of rows a multiple of both strides.
    layout: createLayout({ name: "paper", maxElements, maxSites, rowMultiple: 4 }),
    options: {
      ...{ epochs: 100, batchSize: 128, learningRate: 1e-4, betaWarmUp: 0.2 },
      schedule: { kind: "cosine" },
      optimizer: { kind: "adam" },
      clipNorm: 1e4,
      scaling: "standardize",
      network: {
        ...{ architecture: "convolutional", latentSize: 256, hidden: 1024 },
        convolutions: createConvolutionConfig({
          ...{ activation: "leakyRelu", output: "linear", regression: "gated" },
        }),
      },
      loss: { beta: 1.5, lambda: 10, entries: 50, labels: "range" },
    },
    error: "squared",
    perturbationScale: 0.6,
  };
}
