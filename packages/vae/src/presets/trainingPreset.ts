import type { FtcpLayout } from "@ftcp/featurize";
import type { TrainingOptions } from "../training/trainingOptions.ts";

/** Names of the presets. */
export type PresetName = "ftcp" | "paper" | "reference";

/**
 * A recipe: layout, network, loss and schedule that belong together, as plain data.
 *
 * @example
 * ```ts
 * const preset = createPreset("reference");
 * trainVae(crystals, { ...preset.options, layout: preset.layout, regression, seed: 1 });
 * ```
 */
export interface TrainingPreset {
  /** Which one. */
  readonly name: PresetName;
  /** One sentence for people. */
  readonly about: string;
  /** How crystals become tensors. */
  readonly layout: FtcpLayout;
  /** Everything else but regression and seed. */
  readonly options: Required<
    Pick<
      TrainingOptions,
      "epochs" | "batchSize" | "learningRate" | "betaWarmUp" | "schedule" | "optimizer" | "clipNorm"
    >
  > &
    Pick<TrainingOptions, "network" | "loss" | "scaling">;
  /** Error of the regression: the paper and the reference square it. */
  readonly error: "absolute" | "squared";
  /**
   * Standard deviation of the noise that a local perturbation adds to every dimension of a latent, the prior's
   * being 1: how far one goes from a crystal to find others that are like it and valid.
   */
  readonly perturbationScale: number;
}

/** Largest number of elements and sites of a preset's layout. */
export interface PresetSize {
  /** Largest number of different elements; 3. */
  readonly maxElements?: number;
  /** Largest number of sites; 20. */
  readonly maxSites?: number;
}
