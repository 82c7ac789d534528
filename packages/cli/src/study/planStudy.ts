import { join } from "node:path";
import { CliError } from "../cliError.ts";
import type { EngineName } from "../engine/engineName.ts";
import type { GradientEngineName } from "../engine/gradientEngineName.ts";
import type { DesignOptions } from "./designOptions.ts";
import type { Study, StudySearch } from "./study.ts";

/** A search with everything that it needs. */
export interface PlannedSearch extends StudySearch {
  /** Name of the run; empty for a study that is one search. */
  readonly name: string;
  /** Folder of its results. */
  readonly out: string;
  /** What the designs should reach. */
  readonly target: readonly string[];
  /** How latents are sampled. */
  readonly sampler: NonNullable<StudySearch["sampler"]>;
  /** How many designs to find. */
  readonly count: number;
  /** Decides the whole search. */
  readonly seed: number;
}

/** A study after all defaults. */
export interface PlannedStudy {
  /** Folder of the study. */
  readonly out: string;
  /** Folder of the model, or name of a bundled one. */
  readonly model: string | undefined;
  /** Further models that are asked for the properties of the designs. */
  readonly judge: readonly string[];
  /** Data of the training crystals, where designs are to be compared with them. */
  readonly data: string | undefined;
  /** Where the network runs. */
  readonly engine: EngineName;
  /** What differentiates the network. */
  readonly gradients: GradientEngineName;
  /** Seconds between checkpoints. */
  readonly checkpointEvery: number;
  /** The searches, in order. */
  readonly runs: readonly PlannedSearch[];
}

/**
 * Puts together what was typed, what the configuration file says and the defaults.
 *
 * @param options - all options of the command, with their defaults
 * @param typed - the options that were typed: they go before the file
 * @param study - the configuration file, if there is one
 * @returns the study
 * @throws {@link CliError} with code `CLI_USAGE` without a target, or a folder unless it is a dry run
 */
export function planStudy(
  options: DesignOptions,
  typed: Partial<DesignOptions>,
  study?: Study,
): PlannedStudy {
  const { runs, ...shared } = study ?? {};
  const settings = { ...options, ...shared, ...typed };
  // A dry run writes nothing, but names what it would write.
  const { out = options.dryRun === true ? "(--out)" : undefined } = settings;
  const { model, judge = [], data, engine, gradients = "auto", checkpointEvery } = settings;
  if (out === undefined) throw missing("--out", "out");
  const searches = runs ?? [{ name: "" }];
  return {
    ...{ out, model, judge, data, engine, gradients, checkpointEvery },
    runs: searches.map(({ name, ...own }): PlannedSearch => {
      const search = { ...pickSearch({ ...settings, ...own, ...typed }), name };
      const { target } = search;
      if (target === undefined)
        throw missing("--target", name === "" ? "target" : `target of run ${name}`);
      const { sampler = "lp", count = 20, seed = 1 } = search;
      return { ...search, ...{ target, sampler, count, seed }, out: join(out, name) };
    }),
  };
}

function missing(option: string, key: string): CliError {
  return new CliError("CLI_USAGE", `${option} is needed, or "${key}" in the file of --config`);
}

/** The keys of a search, in this order in every fingerprint. */
export const searchKeys: readonly (keyof StudySearch)[] = [
  ...(["target", "sampler", "count", "seed", "scale", "seeds", "tolerance"] as const),
  ...(["require", "exclude", "only", "elements", "sites", "from", "maxSamples"] as const),
  ...(["repair", "neutral", "symmetry", "novelty", "dft"] as const),
];

function pickSearch(settings: Partial<DesignOptions>): StudySearch {
  return Object.fromEntries(
    searchKeys.flatMap((key) => {
      const value = settings[key];
      return value === undefined ? [] : [[key, value]];
    }),
  );
}
