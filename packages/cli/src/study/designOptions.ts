import type { EngineName } from "../engine/engineName.ts";
import type { GradientEngineName } from "../engine/gradientEngineName.ts";
import type { StudySearch } from "./study.ts";

/** Options of `ftcp design`. */
export interface DesignOptions extends StudySearch {
  /** Folder of the model, or name of a bundled one. */
  readonly model?: string;
  /** How latents are sampled. */
  readonly sampler: NonNullable<StudySearch["sampler"]>;
  /** How many designs to find. */
  readonly count: number;
  /** Decides the whole run. */
  readonly seed: number;
  /** Folder of the results. */
  readonly out?: string;
  /** Configuration file of a study; what is typed goes before it. */
  readonly config?: string;
  /** Whether only the plan is printed. */
  readonly dryRun?: boolean;
  /** Whether a stopped study goes on. */
  readonly resume?: boolean;
  /** Seconds between checkpoints. */
  readonly checkpointEvery: number;
  /** Where the network runs. */
  readonly engine: EngineName;
  /** What differentiates the network; `auto` when absent. */
  readonly gradients?: GradientEngineName;
  /** Further models, which are asked for the properties of the designs. */
  readonly judge?: readonly string[];
  /** Data of the training crystals, which designs are compared with. */
  readonly data?: string;
  /** Whether the summary is JSON. */
  readonly json?: boolean;
}
