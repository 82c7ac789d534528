import { join } from "node:path";
import { startEngine } from "../engine/startEngine.ts";
import { startGradients } from "../engine/startGradients.ts";
import { exitCodes } from "../exitCodes.ts";
import { createDirectory } from "../files/createDirectory.ts";
import type { CommandContext } from "../io/commandContext.ts";
import { formatDuration } from "../io/formatDuration.ts";
import { loadModel } from "../model/loadModel.ts";
import type { DesignOptions } from "../study/designOptions.ts";
import { fingerprintStudy } from "../study/fingerprintStudy.ts";
import { planStudy, type PlannedSearch, type PlannedStudy } from "../study/planStudy.ts";
import { readStudy } from "../study/readStudy.ts";
import { readStudyState, removeStudyState, writeStudyState } from "../study/studyState.ts";
import type { StudyState } from "../study/studyState.ts";
import type { Judge } from "./askJudges.ts";
import { checkSearch } from "./checkSearch.ts";
import { countNear } from "./countNear.ts";
import { describeDesign } from "./describeDesign.ts";
import { describeLimit } from "./describeLimit.ts";
import { describePlan, planSearch } from "./describePlan.ts";
import { describeRun } from "./describeRun.ts";
import { loadKnownCrystals } from "./loadKnownCrystals.ts";
import { runSearch, type OpenModel, type SearchResult } from "./runSearch.ts";

/**
 * Runs `ftcp design`.
 *
 * @param options - all options, see {@link DesignOptions}
 * @param typed - those that were typed: they go before a configuration file
 * @param context - output and abort
 * @returns the exit code: 3 if fewer designs than asked for were found
 * @throws {@link CliError} with code `CLI_USAGE`, `CLI_INVALID_CONFIG`, `CLI_MODEL_NOT_FOUND`,
 *   `CLI_INDEX_MISSING`, `CLI_NO_CRYSTALS`, `CLI_NO_CHECKPOINT` or `CLI_WRITE_FAILED`, and what `readTarget` and
 *   `designCrystals` throw; after an abort the signal's reason, when the designs found so far are
 *   written and the study can be resumed
 */
export async function runDesign(
  options: DesignOptions,
  typed: Partial<DesignOptions>,
  context: CommandContext,
): Promise<number> {
  const { config } = options;
  const study = planStudy(
    options,
    typed,
    config === undefined ? undefined : await readStudy(config),
  );
  if (options.dryRun !== true) await createDirectory(study.out);
  await startEngine(study.engine);
  const { name, model, ...loaded } = await loadModel(study.model);
  const judges: Judge[] = [];
  try {
    const opened = { name, model, index: await loaded.readIndex(), judges };
    for (const judge of study.judge) judges.push(await loadModel(judge));
    for (const search of study.runs) checkSearch(search, model, opened.index);
    if (options.dryRun === true) {
      if (study.data !== undefined) await loadKnownCrystals(study.data, opened.index, context);
      await printPlan(study, opened, options, context);
      return exitCodes.ok;
    }
    return await runStudy(study, opened, options, context);
  } finally {
    for (const one of [model, ...judges.map((judge) => judge.model)]) one.dispose();
  }
}

async function printPlan(
  study: PlannedStudy,
  { name, model, index }: OpenModel,
  { json }: DesignOptions,
  context: CommandContext,
): Promise<void> {
  if (json !== true) context.print(`model ${name}; this is a dry run: nothing is written`);
  for (const search of study.runs) {
    const plan = await planSearch(search, model, index);
    if (json === true) context.print(JSON.stringify({ dryRun: true, model: name, ...plan }));
    else for (const line of ["", ...describePlan(plan, index)]) context.print(line);
  }
}

async function runStudy(
  study: PlannedStudy,
  opened: OpenModel & { readonly judges: readonly Judge[] },
  options: DesignOptions,
  context: CommandContext,
): Promise<number> {
  const { out, runs } = study;
  const { judges } = opened;
  const known =
    study.data === undefined
      ? undefined
      : await loadKnownCrystals(study.data, opened.index, context);
  const gradients = await startGradients(study.gradients);
  const fingerprint = fingerprintStudy(study, { ...opened, gradients: gradients.name });
  let state: StudyState =
    options.resume === true
      ? await readStudyState(out, fingerprint)
      : { fingerprint, finished: [] };
  for (const search of runs.slice(state.finished.length)) {
    const { checkpoint, finished } = state;
    const result = await runSearch(search, opened, context, {
      ...(checkpoint === undefined ? {} : { resume: checkpoint }),
      ...{ gradients, judges },
      ...(known === undefined ? {} : { known }),
      knownFormulas: finished.flatMap(({ formulas }) => formulas),
      every: study.checkpointEvery,
      save: (reached) =>
        writeStudyState(out, { fingerprint, finished, checkpoint: reached }, context),
    });
    printSearch({ ...result, gradients: gradients.name }, search, options, context);
    context.signal.throwIfAborted();
    const isComplete = result.found === search.count;
    const formulas = result.ranked.map(({ design }) => design.formula);
    state = { fingerprint, finished: [...finished, { name: search.name, isComplete, formulas }] };
    if (runs.length > 1) await writeStudyState(out, state, context);
  }
  await removeStudyState(out);
  return state.finished.every(({ isComplete }) => isComplete)
    ? exitCodes.ok
    : exitCodes.targetNotReached;
}

/** Prints what a search found, and what differentiated the network. */
function printSearch(
  { found, ranked, run, gaveUp, seconds, gradients }: SearchResult & { gradients: string },
  { name, out, count, sampler, seed }: PlannedSearch,
  { json }: DesignOptions,
  context: CommandContext,
): void {
  if (json === true) {
    const summary = {
      ...(name === "" ? {} : { run: name }),
      ...{ model: run.modelName, targets: run.targets, sampler, seed, out, wanted: count },
      ...{
        found,
        gaveUp,
        funnel: run.funnel,
        gradients,
        seconds,
        report: join(out, "report.html"),
      },
      near: countNear(
        ranked.map(({ design }) => design),
        run,
      ),
      designs: ranked.map((design) => describeDesign(design, run)),
    };
    context.print(JSON.stringify(summary));
    return;
  }
  for (const line of describeRun(ranked, run)) context.print(line);
  context.print("");
  if (gaveUp) context.print(describeLimit(run.funnel));
  context.print(
    `${found} of ${count} designs in ${formatDuration(seconds)} (gradients: ${gradients}): ${out}, ` +
      `plots in ${join(out, "report.html")}`,
  );
}
