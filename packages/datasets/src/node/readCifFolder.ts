import { readdir, readFile, stat } from "node:fs/promises";
import { createReadStream } from "node:fs";
import { basename, join } from "node:path";
import { parsePoscar } from "@ftcp/cif";
import type { RecordResult } from "../crystalRecord.ts";
import { DatasetError } from "../datasetError.ts";
import type { DatasetErrorCode } from "../datasetError.ts";
import { ID_COLUMNS } from "../read/columnRoles.ts";
import { createCsvFormat } from "../read/createCsvFormat.ts";
import { createRecordBuilder } from "../read/createRecordBuilder.ts";
import { nameCells } from "../read/nameCells.ts";
import type { ReadCsvOptions } from "../read/readCsv.ts";
import { readRows } from "../read/readRows.ts";
import { decompress } from "../source/decompress.ts";
import { crystalFile } from "./crystalFile.ts";
import type { CrystalFile } from "./crystalFile.ts";

/** What {@link readCifFolder} can be told besides the options of all readers. */
export interface ReadCifFolderOptions extends ReadCsvOptions {
  /**
   * Path of a CSV with a row of labels per crystal. Default: `id_prop.csv` in the folder, else the
   * folder's only CSV, else none.
   */
  readonly labels?: string;
}

/**
 * Reads a folder of CIFs and POSCARs, one crystal a file, with a CSV of labels: `mp-1.cif` is the crystal `mp-1`, as are
 * `mp-1.vasp`, `mp-1.poscar`, `POSCAR_mp-1`, `CONTCAR.mp-1` and `mp-1_POSCAR`; each also with `.gz` or `.zst`.
 *
 * @param directory - the folder; folders within it, and files with other names, are not read
 * @param options - see {@link ReadCifFolderOptions}; `onProgress` counts files as rows and bytes of
 *   the files read
 * @returns a result per file in the order of their names, after one per label row that failed and
 *   before one per label row without a file
 * @throws `DatasetError` with code `DATASETS_UNREADABLE_FILE` when the folder or the label CSV
 *   cannot be opened, `DATASETS_AMBIGUOUS_LABELS` when the folder holds several CSVs and none is named
 *
 * @remarks
 * The CSV's id column is the first usual id name, else the first column. A CSV without a header, as
 * CGCNN's `id_prop.csv`, is recognised when its first cell names a file or another cell is a number;
 * its columns are called `target`, or `target_1`, `target_2`, …. The labels, not the structures, are held in
 * memory. A file without a label row is a record without properties. Of two files of one crystal (`mp-1.cif` and
 * `mp-1.vasp`) the second is a failed result `DATASETS_DUPLICATE_ID`.
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
  const files = names
    .map((name) => ({ name, crystal: crystalFile(name) }))
    .filter((each): each is FoundFile => each.crystal !== undefined)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const ids = new Set(files.map(({ crystal }) => crystal.id));
  const labelPath = options.labels ?? findLabels(directory, names);
  const table = labelPath === undefined ? emptyTable() : await readLabels(labelPath, ids, options);
  const { idColumn = table.idColumn } = options;
  const builders = {
    cif: createRecordBuilder({ ...options, idColumn, cifColumn: "cif" }),
    poscar: createRecordBuilder({ ...options, idColumn, cifColumn: "poscar" }, false, (text) =>
      parsePoscar(text),
    ),
  };

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
  const seen = new Map<string, string>();
  for (const [index, { name, crystal }] of files.entries()) {
    signal?.throwIfAborted();
    const { id, form } = crystal;
    const file = join(directory, name);
    const fail = (code: DatasetErrorCode, message: string, cause?: unknown): RecordResult => ({
      ok: false,
      error: new DatasetError(code, message, { file, id }, { cause }),
    });
    const earlier = seen.get(id);
    if (earlier !== undefined) {
      yield count(fail("DATASETS_DUPLICATE_ID", `${earlier} is the same crystal`));
      continue;
    }
    seen.set(id, name);
    const labels = unused.get(id);
    unused.delete(id);
    let text: string;
    try {
      const bytes = await readFile(file, signal === undefined ? {} : { signal });
      bytesRead += bytes.length;
      text = await decompressText(bytes);
    } catch (cause) {
      signal?.throwIfAborted();
      const reason = cause instanceof Error ? cause.message : String(cause);
      const result =
        cause instanceof DatasetError
          ? fail(cause.code, "the compressed file is damaged or cut short", cause.cause)
          : fail("DATASETS_UNREADABLE_FILE", `the file cannot be read: ${reason}`, cause);
      yield count(result);
      continue;
    }
    const columns = { ...labels?.columns, [idColumn]: id, [form]: text };
    const result = builders[form](columns, { file, row: index + 1 });
    if (result !== undefined) yield count(result);
    onProgress?.({ bytesRead, bytesTotal: undefined, rows, failures });
  }
  for (const [id, { line }] of unused) {
    const error = new DatasetError("DATASETS_MISSING_FILE", `there is no file of ${id}`, {
      file: labelPath,
      line,
      id,
    });
    yield count({ ok: false, error });
  }
  onProgress?.({ bytesRead, bytesTotal: undefined, rows, failures });
}

interface FoundFile {
  readonly name: string;
  readonly crystal: CrystalFile;
}

async function decompressText(bytes: Uint8Array): Promise<string> {
  async function* chunks(): AsyncGenerator<Uint8Array, void, undefined> {
    yield await Promise.resolve(bytes);
  }
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of decompress(chunks(), "auto")) {
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
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
  files: ReadonlySet<string>,
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
  const toId = (cell: string): string => crystalFile(cell)?.id ?? basename(cell.trim());
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
