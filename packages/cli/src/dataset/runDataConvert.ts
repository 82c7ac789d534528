import { collectColumns, type RecordResult } from "@ftcp/datasets";
import { writeDataset, type DatasetFormat, type WriteDatasetReport } from "@ftcp/datasets/node";
import { dirname } from "node:path";
import { exitCodes } from "../exitCodes.ts";
import { createDirectory } from "../files/createDirectory.ts";
import type { CommandContext } from "../io/commandContext.ts";
import { parseRows } from "./parseRows.ts";
import { ProblemReport } from "./problemReport.ts";
import type { ReadingOptions } from "./readingOptions.ts";
import { readRows } from "./readRows.ts";
import { refuseSameFile } from "./refuseSameFile.ts";
import { writeCrystalFolder } from "./writeCrystalFolder.ts";

/** Options of `ftcp data convert`. */
export interface ConvertDatasetOptions extends ReadingOptions {
  /** The file or folder to write. */
  readonly out: string;
  /** Its format, by default that of its name. */
  readonly to?: DatasetFormat;
  /** How crystals are written in tables. */
  readonly crystals?: "cif" | "pymatgen";
  /** Whether crystals are copied as text, unread; `false` of `--no-check`. */
  readonly check: boolean;
  /** Whether the SHA-256 is put beside the file. */
  readonly checksum?: boolean;
  /** Whether nothing is written. */
  readonly dryRun?: boolean;
}

/** What was written; a folder has no checksum. */
interface Written extends Partial<WriteDatasetReport> {
  readonly crystals: number;
  readonly failures: number;
}

/**
 * Runs `ftcp data convert`.
 *
 * @param data - the dataset
 * @param options - see {@link ConvertDatasetOptions}
 * @param context - output and abort
 * @returns the exit code: 1 if a row could not be read; the others are in the file
 * @throws `CliError` with code `CLI_USAGE` when the dataset would be written over; `DatasetError` when a file
 *   cannot be opened or written. What was there before is then untouched
 */
export async function runDataConvert(
  data: string,
  options: ConvertDatasetOptions,
  context: CommandContext,
): Promise<number> {
  const { out, to, crystals } = options;
  await refuseSameFile(data, [out]);
  const problems = new ProblemReport(context);
  const read = (label: string): AsyncGenerator<RecordResult, void, undefined> =>
    readRows(data, label, options, context);
  const check = (rows: AsyncGenerator<RecordResult, void, undefined>): typeof rows =>
    options.check ? parseRows(rows) : rows;
  if (options.dryRun === true) {
    let count = 0;
    async function* noteRows(): AsyncGenerator<RecordResult, void, undefined> {
      for await (const result of check(read("reading"))) {
        if (result.ok) count += 1;
        else problems.add(result.error);
        yield result;
      }
    }
    const columns = await collectColumns(noteRows());
    await problems.finish(options.errors);
    const told = { out, dryRun: true, crystals: count, columns, errors: problems.codes };
    if (options.json === true) context.print(JSON.stringify(told));
    else {
      const names = [...columns.properties, ...columns.labels].join(", ");
      context.print(`${out}: would have ${count} crystals; columns: ${names || "none"}`);
    }
    return problems.count === 0 ? exitCodes.ok : exitCodes.dataProblems;
  }
  // All others name their columns before the first row.
  const needsNone = /^(?:jsonl|ndjson|extxyz|xyz)$/u.test(to ?? endingOf(out));
  const columns = needsNone ? undefined : await collectColumns(read("finding columns"));
  await createDirectory(dirname(out));
  const onFailure = (error: Error): void => {
    problems.add(error);
  };
  const rows = check(read("converting"));
  const report: Written =
    to === "cif-folder" || (to === undefined && /[\\/]$/u.test(out))
      ? await writeFolder(rows)
      : await writeDataset(out, rows, {
          ...{ signal: context.signal, onFailure, checksum: options.checksum ?? false },
          ...(columns === undefined ? {} : { columns }),
          ...(to === undefined ? {} : { format: to }),
          ...(crystals === undefined ? {} : { crystals }),
        });
  await problems.finish(options.errors);
  if (options.json === true) {
    context.print(JSON.stringify({ out, ...report, errors: problems.codes }));
  } else {
    const { bytes, sha256 } = report;
    const hash = sha256 === undefined ? "" : `, ${bytes ?? 0} bytes, sha256 ${sha256}`;
    context.print(`${out}: ${report.crystals} crystals${hash}`);
  }
  return problems.count === 0 ? exitCodes.ok : exitCodes.dataProblems;

  async function writeFolder(results: AsyncIterable<RecordResult>): Promise<Written> {
    const settings = { columns: columns ?? { properties: [], labels: [] }, onFailure };
    const written = await writeCrystalFolder(out, results, settings, context);
    return { crystals: written, failures: problems.count };
  }
}

function endingOf(path: string): string {
  return /\.([^./\\]+)$/u.exec(path.toLowerCase().replace(/\.(?:gz|zst)$/u, ""))?.[1] ?? "";
}
