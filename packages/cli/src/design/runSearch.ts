import type { CrystalRecord } from "@ftcp/datasets";
import { targetSpreads, type DesignCheckpoint, type LatentIndex } from "@ftcp/sampling";
import { createPropertyDifferentiator, type CrystalVae, type TrainingEngine } from "@ftcp/vae";
import type { CommandContext } from "../io/commandContext.ts";
import type { PlannedSearch } from "../study/planStudy.ts";
import { askJudges, type Judge } from "./askJudges.ts";
import { decodeRoots } from "./decodeRoots.ts";
import type { DesignRun } from "./designRun.ts";
import { findDesigns, type Checkpointing } from "./findDesigns.ts";
import { listChecks } from "./listChecks.ts";
import { measureDissimilarity } from "./measureDissimilarity.ts";
import { nameTargets } from "./nameTargets.ts";
import { openRepairs } from "./openRepairs.ts";
import { rankDesigns } from "./rankDesigns.ts";
import type { RankedDesign } from "./rankedDesign.ts";
import { searchOptions } from "./searchOptions.ts";
import { writeDesigns } from "./writeDesigns.ts";

/** A model in use. */
export interface OpenModel {
  /** Its name. */
  readonly name: string;
  /** The model. */
  readonly model: CrystalVae;
  /** The known crystals. */
  readonly index: LatentIndex;
}

/** How a search is made. */
export interface SearchSettings extends Checkpointing {
  /** The checkpoint to go on from. */
  readonly resume?: DesignCheckpoint;
  /** Formulas that are not new, beside those of the index. */
  readonly knownFormulas?: readonly string[];
  /** What differentiates the network; tfjs when absent. */
  readonly gradients?: TrainingEngine;
  /** Further models, which are asked for the properties of the designs. */
  readonly judges?: readonly Judge[];
  /** Crystals that designs are compared with in their local order. */
  readonly known?: readonly CrystalRecord[];
}

/** What a search found. */
export interface SearchResult {
  /** Number of designs. */
  readonly found: number;
  /** The designs, in order of rank. */
  readonly ranked: readonly RankedDesign[];
  /** What was asked, and how it went. */
  readonly run: DesignRun;
  /** Whether the search has looked at as many candidates as it may, and given up. */
  readonly gaveUp: boolean;
  /** Wall time in seconds, of what was done now. */
  readonly seconds: number;
}

/**
 * Makes one search, from its samples to its files.
 *
 * @param search - what is asked
 * @param opened - the model
 * @param context - progress, abort, and the writing
 * @param settings - see {@link SearchSettings}
 * @returns what was found; after an abort what was found until then
 * @throws what `findDesigns` and `writeDesigns` throw
 */
export async function runSearch(
  search: PlannedSearch,
  { name, model, index }: OpenModel,
  context: CommandContext,
  settings: SearchSettings,
): Promise<SearchResult> {
  const {
    resume,
    knownFormulas = [],
    gradients: engine,
    judges = [],
    known,
    ...checkpointing
  } = settings;
  const start = performance.now();
  const { sampler, seed, out, target, tolerance } = search;
  const asked = searchOptions(search, model, index);
  const repairs = search.repair === false ? undefined : await openRepairs(model, engine);
  const gradients =
    sampler === "optimized"
      ? await createPropertyDifferentiator(model, engine === undefined ? {} : { engine })
      : undefined;
  const found = await findDesigns(
    {
      ...{ ...asked, knownFormulas },
      ...(gradients === undefined ? {} : { gradients }),
      ...(repairs === undefined ? {} : { repair: repairs.repair, validity: repairs.validity }),
      ...(resume === undefined ? {} : { resume }),
    },
    checkpointing,
    context,
  ).finally(async () => {
    await repairs?.dispose();
    await gradients?.dispose();
  });
  const { designs, funnel } = found;
  const run: DesignRun = {
    modelName: name,
    targets: nameTargets(target, asked.targets),
    targetSpecs: asked.targets,
    ...{ sampler, seed, index, funnel, checks: listChecks(asked) },
    ...(tolerance === undefined ? {} : { tolerance }),
    roots: await decodeRoots(designs, model, index),
  };
  const structures = designs.map(({ structure }) => structure);
  const opinions = await askJudges(
    structures,
    judges,
    asked.targets,
    targetSpreads(asked.targets, index),
  );
  const similar = known === undefined ? [] : await measureDissimilarity(structures, known, context);
  const ranked = rankDesigns(designs, run, opinions, similar);
  await writeDesigns(out, ranked, run, context, search.dft);
  const seconds = (performance.now() - start) / 1000;
  const gaveUp = designs.length < search.count && funnel.sampled === asked.maximumSamples;
  return { found: designs.length, ranked, run, gaveUp, seconds };
}
