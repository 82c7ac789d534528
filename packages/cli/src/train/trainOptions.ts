import type { EngineName } from "../engine/engineName.ts";

/** Options of `ftcp train`. */
export interface TrainOptions {
  /** The dataset. */
  readonly data: string;
  /** Folder of the model. */
  readonly out: string;
  /** Part of the split. */
  readonly split: string;
  /** Column that names the part. */
  readonly splitColumn: string;
  /** Seed of a split that is made anew. */
  readonly splitSeed?: number;
  /** Passes over the crystals. */
  readonly epochs: number;
  /** Decides everything random. */
  readonly seed: number;
  /** Crystals per step. */
  readonly batchSize: number;
  /** Peak of the learning rate. */
  readonly learningRate?: number;
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
  readonly layout: "ftcp" | "paper";
  /** Number of different elements. */
  readonly elements: { readonly min: number; readonly max: number };
  /** Largest number of sites. */
  readonly maxSites: number;
  /** Epochs between checkpoints; 0 for none but the one of Ctrl-C. */
  readonly checkpointEvery: number;
  /** Whether to go on from the checkpoint in `out`. */
  readonly resume?: boolean;
  /** Where the network runs. */
  readonly engine: EngineName;
  /** Precision of the saved weights. */
  readonly precision: "float32" | "float16" | "int8";
  /** Only the first so many crystals. */
  readonly limit?: number;
  /** Whose data it is, for everything that is made with the model. */
  readonly attribution: string;
  /** Whether the summary is JSON. */
  readonly json?: boolean;
}
