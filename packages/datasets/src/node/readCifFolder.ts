import { readdir, readFile, stat } from "node:fs/promises";
import { createReadStream } from "node:fs";
import { basename, join } from "node:path";
import type { RecordResult } from "../crystalRecord.ts";
import { DatasetError } from "../datasetError.ts";
import { ID_COLUMNS } from "../read/columnRoles.ts";
import { createCsvFormat } from "../read/createCsvFormat.ts";
import { createRecordBuilder } from "../read/createRecordBuilder.ts";
import { nameCells } from "../read/nameCells.ts";
import type { ReadCsvOptions } from "../read/readCsv.ts";
import { readRows } from "../read/readRows.ts";

/** What {@link readCifFolder} can be told besides the options of all readers. */
export interface ReadCifFolderOptions extends ReadCsvOptions {
  /**
   * Path of a CSV with a row of labels per crystal. Default: `id_prop.csv` in the folder, else the
   * folder's only CSV, else none.
   */
  readonly labels?: string;
}

/**
 * Reads a folder of CIFs, one crystal a file, with a CSV of labels: `mp-1.cif` is the crystal `mp-1`.
 *
 * @param directory - the folder; folders within it are not read
 * @param options - see {@link ReadCifFolderOptions}; `onProgress` counts files as rows and bytes of
 *   the CIFs read
 * @returns a result per file in the order of their names, after one per label row that failed and
 *   before one per label row without a file
 * @throws `DatasetError` with code `DATASETS_UNREADABLE_FILE` when the folder or the label CSV
 *   cannot be opened, `DATASETS_AMBIGUOUS_LABELS` when the folder holds several CSVs and none is named
 *
 * @remarks
 * The CSV's id column is the first usual id name, else the first column. A CSV without a header, as
 * CGCNN's `id_prop.csv`, is recognised when its first cell names a file or another cell is a number;
 * its columns are called `target`, or `target_1`, `target_2`, …. The labels, not the structures, are held in
 * memory. A CIF without a label row is a record without properties.
 *
 * @example
 * ```ts
 * import { readCifFolder } from "@ftcp/datasets/node";
 *
 * for await (const item of readCifFolder("crystals", { labels: "crystals/labels.csv" })) {
 *   if (item.ok) console.log(item.value.id, item.value.properties);
 * }
 * ```
 */
export async function* readCifFolder(
  directory: string,
  options: ReadCifFolderOptions = {},
): AsyncGenerator<RecordResult, void, undefined> {
  const { signal, onProgress } = options;
  signal?.throwIfAborted();
  const names = await listFiles(directory);
  const cifNames = names.filter((name) => name.toLowerCase().endsWith(".cif")).sort();
  const labelPath = options.labels ?? findLabels(directory, names);
  const table =
    labelPath === undefined ? emptyTable() : await readLabels(labelPath, cifNames, options);
  const { idColumn = table.idColumn } = options;
  const buildRecord = createRecordBuilder({ ...options, idColumn, cifColumn: "cif" });

  let rows = 0;
  let failures = 0;
  let bytesRead = 0;
  const count = (result: RecordResult): RecordResult => {
    rows += 1;
    if (!result.ok) failures += 1;
    return result;
  };
  for (const error of table.errors) yield count({ ok: false, error });

  const unused = new Map(table.rows);
  for (const [index, name] of cifNames.entries()) {
    signal?.throwIfAborted();
    const id = name.slice(0, -".cif".length);
    const file = join(directory, name);
    let bytes: Uint8Array;
    try {
      bytes = await readFile(file, signal === undefined ? {} : { signal });
    } catch (cause) {
      signal?.throwIfAborted();
      unused.delete(id);
      const reason = cause instanceof Error ? cause.message : String(cause);
      yield count({
        ok: false,
        error: new DatasetError(
          "DATASETS_UNREADABLE_FILE",
          `the file cannot be read: ${reason}`,
          { file, id },
          { cause },
        ),
      });
      continue;
    }
    bytesRead += bytes.length;
    const columns = {
      ...unused.get(id)?.columns,
      [idColumn]: id,
      cif: new TextDecoder().decode(bytes),
    };
    unused.delete(id);
    const result = buildRecord(columns, { file, row: index + 1 });
    if (result !== undefined) yield count(result);
    onProgress?.({ bytesRead, bytesTotal: undefined, rows, failures });
  }
  for (const [id, { line }] of unused) {
    const error = new DatasetError("DATASETS_MISSING_FILE", `there is no file ${id}.cif`, {
      file: labelPath,
      line,
      id,
    });
    yield count({ ok: false, error });
  }
  onProgress?.({ bytesRead, bytesTotal: undefined, rows, failures });
}

async function listFiles(directory: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    return entries.filter((entry) => !entry.isDirectory()).map((entry) => entry.name);
  } catch (cause) {
    throw new DatasetError(
      "DATASETS_UNREADABLE_FILE",
      `the folder cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      { file: directory },
      { cause },
    );
  }
}

function findLabels(directory: string, names: readonly string[]): string | undefined {
  const tables = names.filter((name) => /\.csv(?:\.gz)?$/i.test(name));
  const chosen = tables.find((name) => name === "id_prop.csv") ?? tables[0];
  if (chosen === undefined) return undefined;
  if (tables.length > 1 && chosen !== "id_prop.csv") {
    throw new DatasetError(
      "DATASETS_AMBIGUOUS_LABELS",
      "the folder holds several CSVs; name the one with the labels",
      { file: directory, known: tables },
    );
  }
  return join(directory, chosen);
}

interface LabelRow {
  readonly columns: Readonly<Record<string, string>>;
  readonly line: number | undefined;
}

interface LabelTable {
  readonly idColumn: string;
  readonly rows: ReadonlyMap<string, LabelRow>;
  readonly errors: readonly DatasetError[];
}

function emptyTable(): LabelTable {
  return { idColumn: "id", rows: new Map(), errors: [] };
}

async function readLabels(
  path: string,
  cifNames: readonly string[],
  options: ReadCifFolderOptions,
): Promise<LabelTable> {
  try {
    await stat(path);
  } catch (cause) {
    throw new DatasetError(
      "DATASETS_UNREADABLE_FILE",
      `the labels cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      { file: path },
      { cause },
    );
  }
  const files = new Set(cifNames.map((name) => name.slice(0, -".cif".length)));
  const toId = (cell: string): string => basename(cell.trim()).replace(/\.cif$/i, "");
  let names: readonly string[] = [];
  let idIndex = 0;
  const csvOptions: ReadCsvOptions = { ...options, file: path };
  const rows = new Map<string, LabelRow>();
  const errors: DatasetError[] = [];
  const reading = readRows(
    createReadStream(path),
    { ...csvOptions, onProgress: () => undefined },
    () =>
      createCsvFormat<LabelRow & { id: string }>(csvOptions, {
        takeHeader: (cells, line) => {
          const isData =
            options.idColumn === undefined &&
            (files.has(toId(cells[0] ?? "")) ||
              cells.slice(1).some((cell) => /\d/.test(cell) && Number.isFinite(Number(cell))));
          if (isData) {
            const isOnly = cells.length === 2;
            names = cells.map((_, i) => (i === 0 ? "id" : isOnly ? "target" : `target_${i}`));
            return true;
          }
          names = cells.map((cell) => cell.trim());
          const usual = (options.idColumn === undefined ? ID_COLUMNS : [options.idColumn])
            .map((name) => names.indexOf(name))
            .find((i) => i !== -1);
          if (usual === undefined && options.idColumn !== undefined) {
            throw new DatasetError("DATASETS_MISSING_COLUMN", `no column ${options.idColumn}`, {
              file: path,
              line,
              column: options.idColumn,
              known: names,
            });
          }
          idIndex = usual ?? 0;
          return false;
        },
        takeRow: (cells, place) => {
          const id = toId(cells[idIndex] ?? "");
          if (id === "") {
            const error = new DatasetError("DATASETS_MISSING_ID", "the label row has no id", place);
            return { ok: false, error };
          }
          return { ok: true, value: { id, columns: nameCells(names, cells), line: place.line } };
        },
        isCredible: () => true,
      }),
  );
  for await (const result of reading) {
    if (!result.ok) {
      errors.push(result.error);
      continue;
    }
    const { id, line } = result.value;
    if (rows.has(id)) {
      const message = "the labels hold this id twice; the first row counts";
      errors.push(new DatasetError("DATASETS_DUPLICATE_ID", message, { file: path, line, id }));
    } else {
      rows.set(id, result.value);
    }
  }
  const named = names[idIndex];
  return { idColumn: named === undefined || named === "" ? "id" : named, rows, errors };
}
