import { writeCif } from "@ftcp/cif";
import { DatasetError, type CrystalRecord, type DatasetColumns } from "@ftcp/datasets";
import type { RecordResult } from "@ftcp/datasets";
import { removeAbandonedFiles, temporaryPath } from "@ftcp/files";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { CliError } from "../cliError.ts";
import type { CommandContext } from "../io/commandContext.ts";
import { describeFileError } from "../io/describeFileError.ts";

/** Settings of {@link writeCrystalFolder}. */
export interface WriteCrystalFolderOptions {
  /** Columns of the dataset. */
  readonly columns: DatasetColumns;
  /** Called for each row that has no file. */
  readonly onFailure: (error: Error) => void;
}

/**
 * Writes a folder with a CIF for each crystal, `ID.cif`, and its properties and labels in `labels.csv`.
 *
 * @param folder - the folder; it does not exist or is empty, and the one above it exists
 * @param rows - results of a reader
 * @param options - see {@link WriteCrystalFolderOptions}
 * @param context - does the writing, and aborts
 * @returns how many crystals were written
 * @throws {@link CliError} with code `CLI_USAGE` when there is something in the folder, `CLI_WRITE_FAILED`, and the
 *   reason of the abort; there is no folder then
 */
export async function writeCrystalFolder(
  folder: string,
  rows: AsyncIterable<RecordResult>,
  options: WriteCrystalFolderOptions,
  context: Pick<CommandContext, "signal" | "writeFile">,
): Promise<number> {
  const { columns, onFailure } = options;
  const path = resolve(folder); // without a slash at its end
  if (!(await isFree(path))) {
    throw new CliError("CLI_USAGE", `${folder}: there is something in it`, { path: folder });
  }
  const staging = temporaryPath(path);
  const ids = new Set<string>();
  const table: string[] = [toLine(["material_id", ...columns.properties, ...columns.labels])];
  try {
    await removeAbandonedFiles(path);
    await mkdir(staging);
    for await (const result of rows) {
      context.signal.throwIfAborted();
      const problem = result.ok ? findProblem(result.value.id, ids) : result.error;
      if (!result.ok || problem !== undefined) {
        if (problem !== undefined) onFailure(problem);
        continue;
      }
      const { value } = result;
      ids.add(value.id);
      await context.writeFile(
        join(staging, `${value.id}.cif`),
        value.cif ?? writeCif(value.structure),
      );
      table.push(toLine([value.id, ...cellsOf(value, columns)]));
    }
    await context.writeFile(join(staging, "labels.csv"), table.join(""));
    await rename(staging, path);
    return ids.size;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException | undefined)?.syscall === undefined) throw cause;
    throw new CliError("CLI_WRITE_FAILED", `${folder}: ${describeFileError(cause)}`, {
      ...{ cause, path: folder },
    });
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

async function isFree(path: string): Promise<boolean> {
  try {
    return (await readdir(path)).length === 0;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ENOENT";
  }
}

function findProblem(id: string, ids: ReadonlySet<string>): Error | undefined {
  if (ids.has(id)) {
    return new DatasetError("DATASETS_DUPLICATE_ID", "the id was there before", { id });
  }
  // Folders hold names of 255 bytes at most; the writer of files puts some of its own around them.
  const isName = !/^\.|[/\\:\0]/u.test(id) && Buffer.byteLength(id) <= 200;
  return isName ? undefined : new CliError("CLI_WRITE_FAILED", `${id}: the id cannot name a file`);
}

function cellsOf(record: CrystalRecord, columns: DatasetColumns): readonly string[] {
  return [...columns.properties, ...columns.labels].map((name) => {
    if (Object.hasOwn(record.properties, name)) return String(record.properties[name]);
    return (Object.hasOwn(record.labels, name) ? record.labels[name] : undefined) ?? "";
  });
}

/** A line of a CSV. */
function toLine(cells: readonly string[]): string {
  const quoted = cells.map((cell) =>
    /[",\r\n]|^\s|\s$/u.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell,
  );
  return `${quoted.join(",")}\n`;
}
