import { Cgcnn } from "@ftcp/cgcnn";
import { compositionOf, reducedFormula } from "@ftcp/crystal";
import type { CrystalRecord } from "@ftcp/datasets";
import { targetSpreads, type DesignCheckpoint } from "@ftcp/sampling";
import { join, resolve } from "node:path";
import { CliError } from "../../cliError.ts";
import { loadCrystals } from "../../data/loadCrystals.ts";
import { measureDissimilarity } from "../../design/measureDissimilarity.ts";
import { runSearch, type OpenModel } from "../../design/runSearch.ts";
import { startGradients } from "../../engine/startGradients.ts";
import { createDirectory } from "../../files/createDirectory.ts";
import { readInputFile } from "../../files/readInputFile.ts";
import { writeFiles } from "../../files/writeFiles.ts";
import type { CommandContext } from "../../io/commandContext.ts";
import { loadModel } from "../../model/loadModel.ts";
import { fingerprintStudy } from "../../study/fingerprintStudy.ts";
import { planStudy, type PlannedSearch, type PlannedStudy } from "../../study/planStudy.ts";
import type { Study } from "../../study/study.ts";
import { readStudyState, removeStudyState, writeStudyState } from "../../study/studyState.ts";
import { drawHistogram } from "../drawHistogram.ts";
import { askJudge } from "./askJudge.ts";
import { askOpinions } from "./askOpinions.ts";
import type { CaseOptions } from "./caseOptions.ts";
import { readCaseProtocol, type CaseChoice, type CaseName } from "./caseProtocol.ts";
import { chooseDesigns } from "./chooseDesigns.ts";
import { describeCase, type CaseReport } from "./describeCase.ts";
import { measureCase, type CaseRun } from "./measureCase.ts";
import { measureDesignSet } from "./measureDesignSet.ts";
import { qualifyCase } from "./qualifyCase.ts";
import { rateEmitted } from "./rateEmitted.ts";
import { summarizeDesign } from "./summarizeDesign.ts";
import { totalCase } from "./totalCase.ts";

/**
 * Makes one of the paper's demonstrations of inverse design: its searches, hit rates beside base rates, what candidates and
 * designs are worth, and a table of all designs.
 *
 * @param name - which demonstration
 * @param options - see {@link CaseOptions}
 * @param context - output and abort
 * @throws `CliError` for a model or file that cannot be read; `SamplingError` with code
 *   `SAMPLING_UNKNOWN_PROPERTY` when the model does not know a property of the demonstration
 *
 * @remarks
 * Base rates come from crystals of the test split with as many elements as the designs of a search may have, whose
 * properties are known; dissimilarities are those to the crystals of the train split with as many elements, whose formulas
 * are no new ones, also where the index of a model lacks them. The judge is a saved CGCNN that took no part in the search,
 * nor in the choice among what was found. Each search keeps how far it came in its folder until the demonstration is
 * published: the same call again goes on there.
 */
export async function reproduceCase(
  name: CaseName,
  options: CaseOptions,
  context: CommandContext,
): Promise<void> {
  const { criteria, ...protocol } = await readCaseProtocol(name);
  const out = resolve(options.out, name);
  const planned = protocol.studies.map((study) => planCase(study, out, options));
  const searches = planned.flatMap(({ runs }) => runs);
  const range = rangeOf(searches);
  const choice = limitChoice(protocol.choice, options);
  const read = async (split: string): Promise<readonly CrystalRecord[] | undefined> => {
    const { data: path, maxSites } = options;
    if (path === undefined) return undefined;
    return (await loadCrystals({ path, split, elements: range, maxSites }, context)).crystals;
  };
  const judge = options.judge === undefined ? undefined : await openJudge(options.judge);
  const models: OpenModel[] = [];
  try {
    const references = [...new Set(planned.map(({ model }) => model))];
    for (const reference of references) {
      const loaded = await loadModel(reference);
      models.push({ name: loaded.name, model: loaded.model, index: await loaded.readIndex() });
    }
    const train = await read("train");
    const trained = new Set([
      ...models.flatMap(({ index }) => index.formulas),
      ...(train ?? []).map(({ structure }) => reducedFormula(compositionOf(structure))),
    ]);
    const found = await search(
      planned.flatMap((study) => {
        const opened = models[references.indexOf(study.model)];
        if (opened === undefined) return [];
        return study.runs.map((planned) => ({
          study: { ...study, runs: [planned] },
          planned,
          opened,
        }));
      }),
      { knownFormulas: [...trained], models, choice },
      context,
    );
    const designs = found.flatMap((run) => run.designs);
    const test = await read("test");
    const testJudged =
      judge === undefined || test === undefined
        ? undefined
        : await askJudge(
            judge,
            test.map(({ structure }) => structure),
          );
    const runs: CaseRun[] = [];
    for (const [i, run] of found.entries()) {
      const structures = run.designs.map(({ structure }) => structure);
      const isComparable = (record: CrystalRecord): boolean => fits(record, searches[i]);
      runs.push({
        ...run,
        ...(judge === undefined ? {} : { judged: await askJudge(judge, structures) }),
        ...(test === undefined
          ? {}
          : { test: test.filter(isComparable).map(({ properties }) => properties) }),
        ...(test === undefined || testJudged === undefined
          ? {}
          : {
              testJudged: testJudged.filter((_, row) => isComparable(test[row] as CrystalRecord)),
            }),
      });
    }
    const mostSimilar =
      train === undefined
        ? undefined
        : await measureDissimilarity(
            designs.map(({ structure }) => structure),
            train,
            context,
          );
    const [compared] = criteria
      .map(({ property }) => property)
      .filter((property) => testJudged?.some((judged) => property in judged));
    const generated =
      test === undefined || train === undefined || test.length === 0 || designs.length === 0
        ? undefined
        : await measureDesignSet(
            designs.map(({ structure }) => structure),
            {
              test: test.map(({ structure }) => structure),
              train: train.map(({ structure }) => structure),
              ...(compared === undefined || testJudged === undefined
                ? {}
                : {
                    judged: {
                      designs: runs.flatMap(({ judged = [] }) => pick(judged, compared)),
                      test: pick(testJudged, compared),
                    },
                  }),
              signal: context.signal,
            },
          );
    const { paper, aim } = protocol;
    const report: CaseReport = {
      title: protocol.studies.map(({ description = name }) => description).join(" "),
      models: models.map((opened) => opened.name),
      runs,
      measurements: runs.map((run) => measureCase(run, criteria)),
      rates: rateEmitted(runs, trained),
      totals: totalCase(designs, trained),
      qualifiers: qualifyCase(designs, mostSimilar),
      mostSimilar,
      generated,
      comparedProperty: compared,
      judgeErrors:
        test === undefined || testJudged === undefined ? undefined : measureJudge(test, testJudged),
      rediscovered: test === undefined ? undefined : findFormulas(test, designs),
      remarks: [
        ...(choice === undefined ? [] : [describeChoice(choice)]),
        ...[paper, ...(aim === undefined ? [] : [aim])],
      ],
    };
    await publish(name, report, { ...options, out }, criteria, context);
    await Promise.all(searches.map((search) => removeStudyState(search.out)));
  } finally {
    for (const { model } of models) model.dispose();
    judge?.dispose();
  }
}

function planCase(study: Study, out: string, { model, limit }: CaseOptions): PlannedStudy {
  const { sampler = "lp", count = 30, seed = 1 } = study;
  const typed = {
    out,
    ...(model === undefined ? {} : { model }),
    ...(limit === undefined ? {} : { count: limit, maxSamples: 100 * limit }),
  };
  const defaults = { sampler, count, seed, engine: "wasm", checkpointEvery: 10 } as const;
  return planStudy(defaults, typed, study);
}

function limitChoice(
  choice: CaseChoice | undefined,
  { limit = Infinity }: CaseOptions,
): CaseChoice | undefined {
  return choice === undefined ? undefined : { ...choice, perRun: Math.min(limit, choice.perRun) };
}

function describeChoice({ perRun, neighbours }: CaseChoice): string {
  return (
    `Of what a search found, the ${perRun} designs are taken for which all opinions of our own models are nearest to the ` +
    `targets: each model's regression, and the mean of the known values of the ${neighbours} crystals nearest in its ` +
    "latent space; no two have the same elements."
  );
}

/** How searches are made. */
interface CaseSearch {
  /** Formulas that are not new. */
  readonly knownFormulas: readonly string[];
  /** The models that are asked for opinions. */
  readonly models: readonly OpenModel[];
  /** How designs are chosen; all are taken when absent. */
  readonly choice: CaseChoice | undefined;
}

/** One search of a demonstration. */
interface CaseStep {
  /** A study of this search alone: it has a state in its own folder, so that each search can be gone on with. */
  readonly study: PlannedStudy;
  /** The search. */
  readonly planned: PlannedSearch;
  /** Its model. */
  readonly opened: OpenModel;
}

/** The searches one after the other; none gives a formula that an earlier one gave. */
async function search(
  searches: readonly CaseStep[],
  { knownFormulas: known, models, choice }: CaseSearch,
  context: CommandContext,
): Promise<readonly CaseRun[]> {
  const runs: CaseRun[] = [];
  for (const { study, planned, opened } of searches) {
    const earlier = runs.flatMap(({ designs }) => designs.map(({ formula }) => formula));
    const knownFormulas = [...known, ...earlier];
    const gradients = await startGradients(study.gradients);
    const parts = { ...opened, gradients: gradients.name, knownFormulas };
    const fingerprint = fingerprintStudy(study, parts);
    await createDirectory(planned.out);
    const resume = await findCheckpoint(planned, fingerprint, context);
    const { ranked, run } = await runSearch(planned, opened, context, {
      ...(resume === undefined ? {} : { resume }),
      ...{ gradients, knownFormulas, every: study.checkpointEvery },
      save: (checkpoint) =>
        writeStudyState(planned.out, { fingerprint, finished: [], checkpoint }, context),
    });
    context.signal.throwIfAborted();
    const found = ranked.map(({ design }) => design);
    const { targets, targetSpecs, funnel } = run;
    const about = { name: planned.name, targets, targetSpecs, funnel };
    if (choice === undefined) {
      runs.push({ ...about, designs: found });
      continue;
    }
    const properties = targetSpecs.map(({ property }) => property);
    const structures = found.map(({ structure }) => structure);
    const opinions = await askOpinions(structures, models, properties, choice.neighbours);
    const spreads = targetSpreads(targetSpecs, opened.index);
    const chosen = chooseDesigns(found, opinions, targetSpecs, spreads, choice.perRun);
    runs.push({
      ...{ ...about, found: found.length },
      designs: chosen.map(({ design }) => design),
      opinions: chosen.map((each) => each.opinions),
    });
  }
  return runs;
}

/** How far an earlier call came with the same search; nothing where there is none, which is said where one of others is. */
async function findCheckpoint(
  { name, out }: PlannedSearch,
  fingerprint: string,
  context: CommandContext,
): Promise<DesignCheckpoint | undefined> {
  try {
    const { checkpoint } = await readStudyState(out, fingerprint);
    context.note(`${name}: goes on where it was stopped`);
    return checkpoint;
  } catch (error) {
    if (!(error instanceof CliError) || error.code !== "CLI_NO_CHECKPOINT") throw error;
    const isMissing = (error.cause as NodeJS.ErrnoException | undefined)?.code === "ENOENT";
    if (!isMissing) context.note(`${error.message}; the search starts anew`);
    return undefined;
  }
}

/** Whether a known crystal has as many elements as a search asks for. */
function fits({ structure }: CrystalRecord, planned: PlannedSearch | undefined): boolean {
  const { min, max } = planned?.elements ?? { min: 1, max: Infinity };
  const count = Object.keys(compositionOf(structure)).length;
  return min <= count && count <= max;
}

/** How many elements designs of any of the searches may have; any number when one does not say. */
function rangeOf(
  searches: readonly PlannedSearch[],
): { readonly min: number; readonly max: number } | undefined {
  const ranges = searches.flatMap(({ elements }) => elements ?? []);
  if (ranges.length < searches.length) return undefined;
  return {
    min: Math.min(...ranges.map(({ min }) => min)),
    max: Math.max(...ranges.map(({ max }) => max)),
  };
}

/** The formulas of designs that known crystals have. */
function findFormulas(
  known: readonly CrystalRecord[],
  designs: readonly { readonly formula: string }[],
): readonly string[] {
  const formulas = new Set(known.map(({ structure }) => reducedFormula(compositionOf(structure))));
  return designs.map(({ formula }) => formula).filter((formula) => formulas.has(formula));
}

function pick(
  rows: readonly Readonly<Record<string, number>>[],
  property: string,
): readonly number[] {
  return rows.map((row) => row[property] ?? Number.NaN);
}

/** Mean absolute errors of the judge, by property, over crystals that know it. */
function measureJudge(
  crystals: readonly CrystalRecord[],
  judged: readonly Readonly<Record<string, number>>[],
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.keys(judged[0] ?? {}).map((property) => {
      const errors = crystals
        .map(({ properties }, i) =>
          Math.abs((properties[property] ?? NaN) - (judged[i]?.[property] ?? NaN)),
        )
        .filter(Number.isFinite);
      return [property, errors.reduce((sum, error) => sum + error, 0) / errors.length];
    }),
  );
}

async function publish(
  name: CaseName,
  report: CaseReport,
  options: CaseOptions,
  criteria: readonly object[],
  context: CommandContext,
): Promise<void> {
  const { out } = options;
  const { title, runs, mostSimilar, ...numbers } = report;
  const lines = describeCase(report);
  const all = runs.flatMap((run) =>
    run.designs.map((design, i) => ({
      ...{ run: run.name, design },
      ...{ opinions: run.opinions?.[i], judged: run.judged?.[i] },
    })),
  );
  const summary = {
    ...{ case: name, title, judge: options.judge === undefined ? null : "CGCNN", criteria },
    ...numbers,
    designs: all.map(({ run, design, opinions, judged }, i) =>
      summarizeDesign(run, design, opinions, judged, mostSimilar?.[i]),
    ),
  };
  const figure = mostSimilar?.flatMap((one) => one?.dissimilarity ?? []) ?? [];
  await createDirectory(out);
  await writeFiles(
    [
      { path: join(out, `${name}.md`), contents: `${lines.join("\n")}\n` },
      { path: join(out, `${name}.json`), contents: `${JSON.stringify(summary, null, 2)}\n` },
      ...(figure.length === 0
        ? []
        : [
            {
              path: join(out, "figure-s4.svg"),
              contents: drawHistogram(figure, "least dissimilarity to a training crystal"),
            },
          ]),
    ],
    context,
  );
  if (options.json === true) context.print(JSON.stringify(summary));
  else for (const line of [...lines, "", `Reports and files: ${out}`]) context.print(line);
}

async function openJudge(path: string): Promise<Cgcnn> {
  try {
    return await Cgcnn.fromBytes(await readInputFile(path));
  } catch (cause) {
    if (cause instanceof CliError || !(cause instanceof Error) || !("code" in cause)) throw cause;
    throw new CliError("CLI_READ_FAILED", `${path}: ${cause.message}`, { cause, path });
  }
}
