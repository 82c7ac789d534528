import type { RecordSource } from "../crystalRecord.ts";
import { tabulateRecords } from "./tabulateRecords.ts";
import type { WriteTableOptions } from "./writeTableOptions.ts";

/** What {@link writeCsv} can be told. */
export interface WriteCsvOptions extends WriteTableOptions {
  /** The one character between cells; default `,`. */
  readonly delimiter?: string;
}

/**
 * Writes crystals as CSV, the inverse of {@link readCsv}: a header with `material_id`, the properties, the
 * labels and `cif`, and a row a crystal.
 *
 * @param source - records or results, in any iterable
 * @param options - columns, delimiter; see {@link WriteCsvOptions}
 * @returns one line at a time, each with its line feed
 * @throws the error of the first failed result: handle failures before writing
 * @throws {@link DatasetError} with code `DATASETS_UNKNOWN_COLUMN` when a crystal has a column that those
 *   before it did not show
 * @throws RangeError when a property or label is called `material_id` or `cif`, or the delimiter cannot be one
 *
 * @remarks
 * Numbers are written in full. CSV has no types: labels that look like numbers or like missing values (`NA`)
 * come back as properties or not at all, unless the reader is told by `textColumns`; JSON Lines, Parquet and
 * Arrow keep the difference.
 *
 * @example
 * ```ts
 * import { readJsonl, writeCsv } from "@ftcp/datasets";
 *
 * let text = "";
 * for await (const line of writeCsv(readJsonl(""))) text += line;
 * text; // "material_id,cif\n"
 * ```
 *
 * @see RFC 4180
 */
export async function* writeCsv<E extends Error>(
  source: RecordSource<E>,
  options: WriteCsvOptions = {},
): AsyncGenerator<string, void, undefined> {
  const { delimiter = "," } = options;
  if (delimiter.length !== 1 || /["\r\n]/.test(delimiter)) {
    throw new RangeError(`delimiter must be one character, received ${JSON.stringify(delimiter)}`);
  }
  const { header, rows } = await tabulateRecords(source, options);
  const toLine = (cells: readonly (string | number | null)[]): string =>
    `${cells.map((cell) => quote(cell, delimiter)).join(delimiter)}\n`;
  yield toLine(header.names);
  for await (const row of rows) yield toLine(row);
}

function quote(cell: string | number | null, delimiter: string): string {
  if (cell === null) return "";
  if (typeof cell === "number") return Number.isFinite(cell) ? String(cell) : "";
  const isPlain = !cell.includes(delimiter) && !/["\r\n]|^\s|\s$|^$/.test(cell);
  return isPlain ? cell : `"${cell.replaceAll('"', '""')}"`;
}
