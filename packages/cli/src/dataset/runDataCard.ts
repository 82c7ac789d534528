import {
  describeDataset,
  formatDatasetCard,
  type CrystalRecord,
  type DescribeDatasetOptions,
  type RecordResult,
} from "@ftcp/datasets";
import { basename, dirname } from "node:path";
import { exitCodes } from "../exitCodes.ts";
import { createDirectory } from "../files/createDirectory.ts";
import { writeFiles } from "../files/writeFiles.ts";
import type { CommandContext } from "../io/commandContext.ts";
import { changeLabels } from "./changeLabels.ts";
import { hashDataset } from "./hashDataset.ts";
import { parseRows } from "./parseRows.ts";
import { ProblemReport } from "./problemReport.ts";
import { readProvenance } from "./readProvenance.ts";
import type { ReadingOptions } from "./readingOptions.ts";
import { readRows } from "./readRows.ts";
import { refuseSameFile } from "./refuseSameFile.ts";

/** Options of `ftcp data card`. */
export interface DataCardOptions extends ReadingOptions {
  /** The page, Markdown; the same as JSON lies beside it. */
  readonly out?: string;
  /** Name of the dataset, by default that of the file. */
  readonly name?: string;
  /** Where the data come from. */
  readonly source?: readonly string[];
  /** Under which terms they may be used. */
  readonly licence?: string;
  /** Finds space groups within this distance in Å, where no column tells them. */
  readonly symmetry?: number;
  /** Distances of the quartiles beyond which a number is an outlier. */
  readonly outliers?: number;
}

/**
 * Runs `ftcp data card`.
 *
 * @param data - the dataset
 * @param options - see {@link DataCardOptions}
 * @param context - output and abort
 * @returns the exit code: 1 if a row could not be read
 * @throws `DatasetError` when the dataset cannot be opened, `CliError` with code `CLI_WRITE_FAILED`
 */
export async function runDataCard(
  data: string,
  options: DataCardOptions,
  context: CommandContext,
): Promise<number> {
  const { out, symmetry, licence, outliers } = options;
  const json = out?.replace(/(?:\.md)?$/iu, ".json");
  const outputs = [out, json].filter((path) => path !== undefined);
  await refuseSameFile(data, outputs);
  const provenance = await readProvenance(data);
  const problems = new ProblemReport(context);
  let rows = noteRows();
  if (symmetry !== undefined) rows = await addSpaceGroups(rows, symmetry, context);
  const told: DescribeDatasetOptions = {
    name: options.name ?? basename(data),
    sources: options.source ?? provenance.sources,
    ...(outliers === undefined ? {} : { outlierFactor: outliers }),
  };
  const terms = licence ?? provenance.licence;
  const card = await describeDataset(rows, {
    ...told,
    ...(terms === undefined ? {} : { licence: terms }),
    checksums: await hashDataset(data, context.signal),
  });
  await problems.finish(options.errors);
  const page = formatDatasetCard(card);
  if (out !== undefined && json !== undefined) {
    await createDirectory(dirname(out));
    const text = `${JSON.stringify(card, undefined, 2)}\n`;
    await writeFiles(
      [
        { path: out, contents: page },
        { path: json, contents: text },
      ],
      context,
    );
  }
  context.print(options.json === true ? JSON.stringify(card) : page.trimEnd());
  return problems.count === 0 ? exitCodes.ok : exitCodes.dataProblems;

  async function* noteRows(): AsyncGenerator<RecordResult, void, undefined> {
    for await (const result of parseRows(readRows(data, "reading", options, context))) {
      if (!result.ok) problems.add(result.error);
      yield result;
    }
  }
}

/** Gives each crystal the number of its space group as a label, where it has none of that name. */
async function addSpaceGroups(
  rows: AsyncGenerator<RecordResult, void, undefined>,
  tolerance: number,
  context: Pick<CommandContext, "note">,
): Promise<typeof rows> {
  const { loadSymmetryFinder } = await import("@ftcp/crystal/node");
  const { CrystalError } = await import("@ftcp/crystal");
  const finder = await loadSymmetryFinder();
  const column = "spacegroup_number";
  const findGroup = (record: CrystalRecord): CrystalRecord => {
    const { id, structure, labels, properties } = record;
    if (column in properties || column in labels) return record;
    try {
      const { number } = finder.find(structure, { tolerance });
      return changeLabels(record, { [column]: String(number) });
    } catch (error) {
      if (!(error instanceof CrystalError)) throw error;
      context.note(`ftcp: warning: ${error.code}: ${id} has no space group: ${error.message}`);
      return record;
    }
  };
  return (async function* () {
    for await (const result of rows) {
      yield result.ok ? { ok: true, value: findGroup(result.value) } : result;
    }
  })();
}
