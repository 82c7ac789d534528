import type { DesignSamplerName } from "@ftcp/sampling";
import type { EngineName } from "../engine/engineName.ts";
import type { GradientEngineName } from "../engine/gradientEngineName.ts";
import type { CalculationFormat } from "./calculationFormat.ts";

/** What one search looks for, and how: options of `ftcp design`, and keys of a study file. */
export interface StudySearch {
  /** What the designs should reach: texts that `readTarget` reads. */
  readonly target?: readonly string[];
  /** How latents are sampled. */
  readonly sampler?: DesignSamplerName;
  /** How many designs to find. */
  readonly count?: number;
  /** Decides the whole search. */
  readonly seed?: number;
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
  /** The search ends after this many samples. */
  readonly maxSamples?: number;
  /** Whether crystals are repaired before they are judged; they are by default. */
  readonly repair?: boolean;
  /** By which oxidation states designs must be charge neutral; `common` by default, `none` without repairs. */
  readonly neutral?: "none" | "common" | "all";
  /** Which space groups designs may have; `aboveP1` by default, `any` without repairs. */
  readonly symmetry?: "any" | "aboveP1";
  /** What is new: formulas by default, or structures. */
  readonly novelty?: "formula" | "structure";
  /** For which programs inputs of a relaxation are written; for none by default. */
  readonly dft?: CalculationFormat;
}

/** One search of a study. */
export interface StudyRun extends StudySearch {
  /** Name of the run and of its folder. */
  readonly name: string;
}

/** What a configuration file of `ftcp design` says; see `study.schema.json`. */
export interface Study extends StudySearch {
  /** Folder of the results. */
  readonly out: string;
  /** What the study is for. */
  readonly description?: string;
  /** Folder of the model, or name of a bundled one. */
  readonly model?: string;
  /** Where the network runs. */
  readonly engine?: EngineName;
  /** What differentiates the network; `auto` by default. */
  readonly gradients?: GradientEngineName;
  /** Further models that are asked for the properties of the designs: folders, or names of bundled ones. */
  readonly judge?: readonly string[];
  /** Data of the training crystals: designs are compared with those of the index in their local order. */
  readonly data?: string;
  /** Seconds between checkpoints. */
  readonly checkpointEvery?: number;
  /** The searches; without them the study is one. */
  readonly runs?: readonly StudyRun[];
}
