import type { SamplerName } from "@ftcp/sampling";
import type { EngineName } from "../engine/engineName.ts";
import type { CalculationFormat } from "./calculationFormat.ts";

/** Options of `ftcp design`. */
export interface DesignOptions {
  /** Folder of the model, or name of a bundled one. */
  readonly model?: string;
  /** What the designs should reach, as `property=value`, `property<bound`, `property>bound` or `bound<property<bound`. */
  readonly target?: readonly string[];
  /** How latents are sampled. */
  readonly sampler: Extract<SamplerName, "lp" | "slerp" | "random">;
  /** How many designs to find. */
  readonly count: number;
  /** Decides the whole run. */
  readonly seed: number;
  /** Standard deviation of the noise. */
  readonly scale?: number;
  /** How many known crystals to start from. */
  readonly seeds?: number;
  /** Greatest distance of a prediction from its target. */
  readonly tolerance?: number;
  /** Elements that every design has. */
  readonly require?: readonly string[];
  /** Elements that no design has. */
  readonly exclude?: readonly string[];
  /** The only elements that designs have. */
  readonly only?: readonly string[];
  /** How many different elements designs have. */
  readonly elements?: { readonly min: number; readonly max: number };
  /** How many sites designs have. */
  readonly sites?: { readonly min: number; readonly max: number };
  /** Ids of the known crystals to start from. */
  readonly from?: readonly string[];
  /** The run ends after this many samples. */
  readonly maxSamples?: number;
  /** Whether crystals are repaired before they are judged. */
  readonly repair?: boolean;
  /** Which designs must be charge neutral. */
  readonly neutral?: "none" | "common" | "all";
  /** For which programs inputs of a relaxation are written. */
  readonly dft?: CalculationFormat;
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
  /** Whether the summary is JSON. */
  readonly json?: boolean;
}
