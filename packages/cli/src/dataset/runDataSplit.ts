import type { CrystalRecord, DatasetColumns, RecordResult } from "@ftcp/datasets";
import { writeChecksum, writeDataset, type WriteDatasetReport } from "@ftcp/datasets/node";
import { removeAbandonedFiles, temporaryPath } from "@ftcp/files";
import { mkdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { CliError } from "../cliError.ts";
import { exitCodes } from "../exitCodes.ts";
import { requireUsable } from "../fetch/requireUsable.ts";
import { createDirectory } from "../files/createDirectory.ts";
import type { CommandContext } from "../io/commandContext.ts";
import { describeFileError } from "../io/describeFileError.ts";
import { formatTable } from "../io/formatTable.ts";
import { changeLabels } from "./changeLabels.ts";
import { planSplit, type SplitPlan, type SplitSettings } from "./planSplit.ts";
import { ProblemReport } from "./problemReport.ts";
import type { ReadingOptions } from "./readingOptions.ts";
import { readRows } from "./readRows.ts";
import { refuseSameFile } from "./refuseSameFile.ts";

/** Options of `ftcp data split`. */
export interface DataSplitOptions extends ReadingOptions, SplitSettings {
  /** The file to write, or a file a part where the name has `{part}` in it. */
  readonly out: string;
  /** Label that names the part of a crystal. */
  readonly column: string;
  /** Whether the SHA-256 is put beside each file. */
  readonly checksum?: boolean;
  /** Whether nothing is written. */
  readonly dryRun?: boolean;
}

const placeholder = "{part}";

/**
 * Runs `ftcp data split`.
 *
 * @param data - the dataset
 * @param options - see {@link DataSplitOptions}
 * @param context - output and abort
 * @returns the exit code: 1 if a row could not be read or has no group; the others are in the files
 * @throws `CliError` with code `CLI_USAGE` for fractions that make no sense, `CLI_READ_FAILED` when the dataset
 *   changes meanwhile, `DatasetError` when a file cannot be opened or written. What was there before is then
 *   untouched, and no part is there without the others
 */
export async function runDataSplit(
  data: string,
  options: DataSplitOptions,
  context: CommandContext,
): Promise<number> {
  const { out, column, by, seed, fractions } = options;
  if ((by === "time") !== (options.timeColumn !== undefined)) {
    throw new CliError("CLI_USAGE", "--by time and --time-column go together");
  }
  const names = Object.keys(fractions);
  const isMany = out.includes(placeholder);
  const files = isMany ? names.map((name) => out.replaceAll(placeholder, name)) : [out];
  await refuseSameFile(data, files);
  const problems = new ProblemReport(context);
  const plan = await requireUsable(() =>
    planSplit(
      () => readRows(data, "splitting", options, context),
      options,
      (error) => {
        problems.add(error);
      },
    ),
  );
  const reports =
    options.dryRun === true
      ? []
      : await writeParts(files, (index) => takeRows(index, plan), {
          ...{ columns: addLabel(plan.columns, column), signal: context.signal },
        });
  for (const [index, { sha256 }] of reports.entries()) {
    if (options.checksum === true) await writeChecksum(files[index] ?? "", sha256);
  }
  await problems.finish(options.errors);

  const written = reports.map((report, index) => ({ out: files[index], ...report }));
  if (options.json === true) {
    const { parts } = plan;
    const told = { by, seed, fractions, column, parts, files: written, errors: problems.codes };
    context.print(JSON.stringify({ ...told, dryRun: options.dryRun === true }));
  } else {
    const total = Object.values(plan.parts).reduce((sum, { crystals }) => sum + crystals, 0);
    const lines = Object.entries(plan.parts).map(([name, { crystals, groups }]) => [
      ...[name, String(crystals), `${((100 * crystals) / Math.max(1, total)).toFixed(1)} %`],
      String(groups),
    ]);
    for (const line of formatTable(["part", "crystals", "share", "groups"], lines)) {
      context.print(line);
    }
    for (const { out: path, crystals, sha256 } of written) {
      context.print(`${path ?? ""}: ${crystals} crystals, sha256 ${sha256}`);
    }
  }
  return problems.count === 0 ? exitCodes.ok : exitCodes.dataProblems;

  /** The rows of a file, each with the name of its part. */
  async function* takeRows(
    index: number,
    { partOfRow }: SplitPlan,
  ): AsyncGenerator<CrystalRecord, void, undefined> {
    const wanted = isMany ? names[index] : undefined;
    let row = 0;
    for await (const result of readRows(data, "writing", options, context)) {
      const part = partOfRow[row];
      row += 1;
      if (part === undefined || (wanted !== undefined && part !== wanted)) continue;
      yield changeLabels(requireRow(result), { [column]: part });
    }
    if (row !== partOfRow.length) throw changed();
  }

  function requireRow(result: RecordResult): CrystalRecord {
    if (result.ok) return result.value;
    throw changed();
  }

  function changed(): CliError {
    const message = `${data}: the dataset has changed while it was split`;
    return new CliError("CLI_READ_FAILED", message, { path: data });
  }
}

function addLabel({ properties, labels }: DatasetColumns, label: string): DatasetColumns {
  return {
    properties: properties.filter((name) => name !== label),
    labels: [...labels.filter((name) => name !== label), label],
  };
}

/** Writes all files into a folder of their own first, so that an interrupt leaves all of them or none. */
async function writeParts(
  files: readonly string[],
  takeRows: (index: number) => AsyncIterable<CrystalRecord>,
  options: { readonly columns: DatasetColumns; readonly signal: AbortSignal },
): Promise<readonly WriteDatasetReport[]> {
  const [first = ""] = files;
  for (const path of files) await createDirectory(dirname(path));
  const staging = temporaryPath(first);
  const stagedOf = (index: number): string =>
    join(staging, `${index}-${basename(files[index] ?? "")}`);
  try {
    await guard(first, () => removeAbandonedFiles(first));
    await guard(first, () => mkdir(staging));
    const reports: WriteDatasetReport[] = [];
    for (const index of files.keys()) {
      reports.push(await writeDataset(stagedOf(index), takeRows(index), options));
    }
    for (const [index, path] of files.entries()) {
      await guard(path, () => rename(stagedOf(index), path));
    }
    return reports;
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function guard<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    throw new CliError("CLI_WRITE_FAILED", `${path}: ${describeFileError(cause)}`, { cause, path });
  }
}
