import type { PresetName } from "@ftcp/vae";
import type { TrainingEngineName } from "../engine/trainingEngineName.ts";

/** Options of `ftcp train`. */
export interface TrainOptions {
  /** The dataset, or a `.npy` or `.arrow` file of its tensors. */
  readonly data: string;
  /** The dataset that the tensors were made of. */
  readonly labels?: string;
  /** Folder of the model. */
  readonly out: string;
  /** Part of the split. */
  readonly split: string;
  /** Column that names the part. */
  readonly splitColumn: string;
  /** Seed of a split that is made anew. */
  readonly splitSeed?: number;
  /** Recipe whose layout, network, loss and schedule are the defaults. */
  readonly preset?: PresetName;
  /** Passes over the crystals; 40, or the recipe's. */
  readonly epochs?: number;
  /** Decides everything random. */
  readonly seed: number;
  /** Crystals per step; 128, or the recipe's. */
  readonly batchSize?: number;
  /** Peak of the learning rate. */
  readonly learningRate?: number;
  /** How the learning rate goes from its peak. */
  readonly schedule?: "constant" | "step" | "cosine" | "plateau" | "reference";
  /** Epochs between cuts of the schedule `step`. */
  readonly decayEvery?: number;
  /** Factor of a cut. */
  readonly decayFactor?: number;
  /** Epochs without a lower loss before a cut of the schedule `plateau` or `reference`. */
  readonly decayPatience?: number;
  /** Steps over which the schedule `cosine` rises to the peak. */
  readonly warmUpSteps?: number;
  /** The optimiser. */
  readonly optimizer?: "adamw" | "adam" | "rmsprop";
  /** Decoupled weight decay of `adamw`. */
  readonly weightDecay?: number;
  /** Highest global norm of the gradients. */
  readonly clipNorm?: number;
  /** Part of the training over which β rises from 0. */
  readonly betaWarmUp?: number;
  /** Share of the formulas that is set aside for validation. */
  readonly validation: number;
  /** Epochs without a lower validation loss before the training stops. */
  readonly patience?: number;
  /** β of Eq. 3. */
  readonly beta?: number;
  /** λ of Eq. 3. */
  readonly lambda?: number;
  /** Properties that every crystal must know. */
  readonly property?: readonly string[];
  /** Properties that only some crystals know. */
  readonly sparseProperty?: readonly string[];
  /** Dimension of the latent space. */
  readonly latentSize?: number;
  /** Further sizes of the network, as JSON. */
  readonly network?: string;
  /** Name of the layout. */
  readonly layout?: "ftcp" | "paper";
  /** Number of different elements. */
  readonly elements?: { readonly min: number; readonly max: number };
  /** Number of different elements of the crystals that the model is for; the others are only learned from. */
  readonly indexElements?: { readonly min: number; readonly max: number };
  /** Conditions on known properties that the crystals of the index meet; the others are only learned from. */
  readonly indexWhere?: readonly string[];
  /** Largest number of sites. */
  readonly maxSites?: number;
  /** Epochs between checkpoints; 0 for none but the one of Ctrl-C. */
  readonly checkpointEvery: number;
  /** Whether to go on from the checkpoint in `out`. */
  readonly resume?: boolean;
  /** Steps between checkpoints; 0 for none. */
  readonly checkpointEverySteps: number;
  /** What computes losses and gradients. */
  readonly engine: TrainingEngineName;
  /** Threads of the ONNX runtimes. */
  readonly threads?: number;
  /** Precision of the saved weights. */
  readonly precision: "float32" | "float16" | "int8";
  /** Only the first so many crystals. */
  readonly limit?: number;
  /** Whose data it is, for everything that is made with the model. */
  readonly attribution: string;
  /** Whether the summary is JSON. */
  readonly json?: boolean;
}
