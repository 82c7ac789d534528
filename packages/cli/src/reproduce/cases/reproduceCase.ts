import { Cgcnn } from "@ftcp/cgcnn";
import { join, resolve } from "node:path";
import { CliError } from "../../cliError.ts";
import { loadCrystals } from "../../data/loadCrystals.ts";
import { runSearch } from "../../design/runSearch.ts";
import { createDirectory } from "../../files/createDirectory.ts";
import { readInputFile } from "../../files/readInputFile.ts";
import { writeFiles } from "../../files/writeFiles.ts";
import type { CommandContext } from "../../io/commandContext.ts";
import { loadModel } from "../../model/loadModel.ts";
import { planStudy } from "../../study/planStudy.ts";
import type { CaseOptions } from "./caseOptions.ts";
import { readCaseProtocol, type CaseName } from "./caseProtocol.ts";
import { describeCase } from "./describeCase.ts";
import { measureCase, measureTotals, type CaseRun } from "./measureCase.ts";

/**
 * Makes one of the paper's demonstrations of inverse design: its searches, a table of all designs,
 * and hit rates beside base rates.
 *
 * @param name - which demonstration
 * @param options - see {@link CaseOptions}
 * @param context - output and abort
 * @throws `CliError` for a model or file that cannot be read; `SamplingError` with code
 *   `SAMPLING_UNKNOWN_PROPERTY` when the model does not know a property of the demonstration
 *
 * @remarks
 * Base rates come from crystals of the test split with as many elements as the designs may have, whose
 * properties are known. The judge is a saved CGCNN that took no part in the search.
 */
export async function reproduceCase(
  name: CaseName,
  options: CaseOptions,
  context: CommandContext,
): Promise<void> {
  const { study, criteria, paper } = await readCaseProtocol(name);
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
  const runs: CaseRun[] = [];
  try {
    const opened = {
      ...{ name: loaded.name, model: loaded.model, index: await loaded.readIndex() },
    };
    for (const search of searches) {
      const { ranked, run } = await runSearch(search, opened, context, {
        every: Infinity,
        save: () => Promise.resolve(),
      });
      context.signal.throwIfAborted();
      const designs = ranked.map(({ design }) => design);
      const { targets, targetSpecs, funnel } = run;
      const range = search.elements;
      runs.push({
        ...{ name: search.name, targets, targetSpecs, funnel, designs },
        ...(judge === undefined
          ? {}
          : {
              judged: await askJudge(
                judge,
                designs.map(({ structure }) => structure),
              ),
            }),
        ...(options.data === undefined
          ? {}
          : { test: await readTestProperties(options.data, options.maxSites, range, context) }),
      });
    }
  } finally {
    loaded.model.dispose();
    judge?.dispose();
  }
  const measurements = runs.map((run) => measureCase(run, criteria));
  const totals = measureTotals(runs.flatMap(({ designs }) => designs));
  const lines = describeCase(runs, measurements, totals, paper);
  const summary = {
    ...{ case: name, model: loaded.name, judge: options.judge ?? null },
    ...{ criteria, measurements, totals },
  };
  await createDirectory(out);
  await writeFiles(
    [
      { path: join(out, `${name}.txt`), contents: `${lines.join("\n")}\n` },
      { path: join(out, `${name}.json`), contents: `${JSON.stringify(summary, null, 2)}\n` },
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

async function askJudge(
  judge: Cgcnn,
  structures: Parameters<Cgcnn["predict"]>[0],
): Promise<readonly Readonly<Record<string, number>>[]> {
  if (structures.length === 0) return [];
  const names = judge.scales.map(({ property }) => property);
  const values = await judge.predict(structures);
  return structures.map((_, row) =>
    Object.fromEntries(
      names.map((property, column) => [
        property,
        values[row * names.length + column] ?? Number.NaN,
      ]),
    ),
  );
}

async function readTestProperties(
  path: string,
  maxSites: number,
  elements: { readonly min: number; readonly max: number } | undefined,
  context: CommandContext,
): Promise<readonly Readonly<Record<string, number>>[]> {
  const { crystals } = await loadCrystals(
    { path, split: "test", elements, maxSites, lazy: true },
    context,
  );
  return crystals.map(({ properties }) => properties);
}
