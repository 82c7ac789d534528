import { Cgcnn } from "@ftcp/cgcnn";
import { compositionOf, reducedFormula } from "@ftcp/crystal";
import type { CrystalRecord } from "@ftcp/datasets";
import { join, resolve } from "node:path";
import { CliError } from "../../cliError.ts";
import { loadCrystals } from "../../data/loadCrystals.ts";
import { runSearch } from "../../design/runSearch.ts";
import { createDirectory } from "../../files/createDirectory.ts";
import { readInputFile } from "../../files/readInputFile.ts";
import { writeFiles } from "../../files/writeFiles.ts";
import type { CommandContext } from "../../io/commandContext.ts";
import { loadModel } from "../../model/loadModel.ts";
import { planStudy, type PlannedSearch } from "../../study/planStudy.ts";
import { drawHistogram } from "../drawHistogram.ts";
import { askJudge } from "./askJudge.ts";
import type { CaseOptions } from "./caseOptions.ts";
import { readCaseProtocol, type CaseName } from "./caseProtocol.ts";
import { describeCase, type CaseReport } from "./describeCase.ts";
import { measureCase, type CaseRun } from "./measureCase.ts";
import { measureDissimilarity } from "./measureDissimilarity.ts";
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
 * Base rates come from crystals of the test split with as many elements as the designs may have, whose
 * properties are known; dissimilarities are those to the crystals of the train split with as many elements. The judge is a
 * saved CGCNN that took no part in the search.
 */
export async function reproduceCase(
  name: CaseName,
  options: CaseOptions,
  context: CommandContext,
): Promise<void> {
  const { study, criteria, ...about } = await readCaseProtocol(name);
  const { limit } = options;
  const { sampler = "lp", count = 30, seed = 1 } = study;
  const typed = {
    out: resolve(options.out, name),
    ...(options.model === undefined ? {} : { model: options.model }),
    ...(limit === undefined ? {} : { count: limit, maxSamples: 100 * limit }),
  };
  const defaults = { sampler, count, seed, engine: "wasm", checkpointEvery: Infinity } as const;
  const { runs: searches, out, model: reference } = planStudy(defaults, typed, study);
  const judge = options.judge === undefined ? undefined : await openJudge(options.judge);
  const loaded = await loadModel(reference);
  try {
    const index = await loaded.readIndex();
    const found = await search(
      searches,
      { name: loaded.name, model: loaded.model, index },
      context,
    );
    const designs = found.flatMap((run) => run.designs);
    const range = rangeOf(searches);
    const test = options.data === undefined ? undefined : await read("test");
    const runs: CaseRun[] = [];
    for (const run of found) {
      const structures = run.designs.map(({ structure }) => structure);
      runs.push({
        ...run,
        ...(judge === undefined ? {} : { judged: await askJudge(judge, structures) }),
        ...(test === undefined ? {} : { test: test.map(({ properties }) => properties) }),
      });
    }
    const mostSimilar =
      options.data === undefined
        ? undefined
        : await measureDissimilarity(
            designs.map(({ structure }) => structure),
            await read("train"),
            context,
          );
    const report: CaseReport = {
      title: study.description ?? name,
      model: loaded.name,
      runs,
      measurements: runs.map((run) => measureCase(run, criteria)),
      rates: rateEmitted(runs.map(({ funnel }) => funnel)),
      totals: totalCase(designs, new Set(index.formulas)),
      mostSimilar,
      judgeErrors:
        judge === undefined || test === undefined ? undefined : await measureJudge(judge, test),
      rediscovered: test === undefined ? undefined : findFormulas(test, designs),
      remarks: [about.paper, ...(about.aim === undefined ? [] : [about.aim])],
    };
    await publish(name, report, { ...options, out }, criteria, context);

    async function read(split: string): Promise<readonly CrystalRecord[]> {
      const { data: path = "", maxSites } = options;
      const selection = { path, split, elements: range, maxSites };
      return (await loadCrystals(selection, context)).crystals;
    }
  } finally {
    loaded.model.dispose();
    judge?.dispose();
  }
}

/** The searches one after the other; none gives a formula that an earlier one gave. */
async function search(
  searches: readonly PlannedSearch[],
  opened: Parameters<typeof runSearch>[1],
  context: CommandContext,
): Promise<readonly CaseRun[]> {
  const runs: CaseRun[] = [];
  for (const each of searches) {
    const knownFormulas = runs.flatMap(({ designs }) => designs.map(({ formula }) => formula));
    const { ranked, run } = await runSearch({ ...each }, opened, context, {
      ...{ every: Infinity, save: () => Promise.resolve() },
      knownFormulas,
    });
    context.signal.throwIfAborted();
    const designs = ranked.map(({ design }) => design);
    const { targets, targetSpecs, funnel } = run;
    runs.push({ name: each.name, targets, targetSpecs, funnel, designs });
  }
  return runs;
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

/** Mean absolute errors of the judge, by property, over crystals that know it. */
async function measureJudge(
  judge: Cgcnn,
  crystals: readonly CrystalRecord[],
): Promise<Readonly<Record<string, number>>> {
  const judged = await askJudge(
    judge,
    crystals.map(({ structure }) => structure),
  );
  return Object.fromEntries(
    judge.scales.map(({ property }) => {
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
    run.designs.map((design, i) => ({ run: run.name, design, judged: run.judged?.[i] })),
  );
  const summary = {
    ...{ case: name, title, judge: options.judge === undefined ? null : "CGCNN", criteria },
    ...numbers,
    designs: all.map(({ run, design, judged }, i) =>
      summarizeDesign(run, design, judged, mostSimilar?.[i]),
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
