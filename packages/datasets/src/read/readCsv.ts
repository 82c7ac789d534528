import type { RecordResult } from "../crystalRecord.ts";
import { DatasetError } from "../datasetError.ts";
import type { DatasetSource, ReadOptions } from "../source/datasetSource.ts";
import { CIF_COLUMNS, ID_COLUMNS, STRUCTURE_COLUMNS } from "./columnRoles.ts";
import { createRecordBuilder } from "./createRecordBuilder.ts";
import { createCsvFormat } from "./createCsvFormat.ts";
import { nameCells } from "./nameCells.ts";
import { readRows } from "./readRows.ts";

/** What {@link readCsv} can be told besides the options of all readers. */
export interface ReadCsvOptions extends ReadOptions {
  /** The one character between cells; default `,`. */
  readonly delimiter?: string;
}

/**
 * Reads crystals from CSV with a header, plain or gzipped: one row a crystal, the CIF in a quoted
 * cell with line breaks, as CDVAE, MP-20 and pandas write it.
 *
 * @param source - the content as text, bytes, `Blob`, web stream or iterable of chunks; a string
 *   is the content itself, not a path
 * @param options - column names, delimiter, progress, abort; see {@link ReadCsvOptions}
 * @returns a result per row, in the order of the file, read as the caller goes along
 * @throws {@link DatasetError} with code `DATASETS_MISSING_COLUMN` when the header has no column for the
 *   id or the CIF (`known` lists the columns), `DATASETS_INVALID_HEADER` when it cannot be used
 * @throws the signal's reason when it is aborted
 *
 * @remarks
 * A row with a lost quote or a wrong number of cells is one failed result, and reading goes on
 * at the next line that is a whole row again. Missing values are those of pandas (empty,
 * `NaN`, `None`, `NA`, …); they leave no key. Lines end in LF or CRLF.
 *
 * @example
 * ```ts
 * import { readCsv } from "@ftcp/datasets";
 *
 * const text = 'material_id,band_gap,cif\nmp-1,1.5,"data_Cs …"\n';
 * for await (const item of readCsv(text)) {
 *   if (!item.ok) console.log(item.error.code, item.error.line); // DATASETS_INVALID_CIF 2
 * }
 * ```
 *
 * @see RFC 4180
 */
export function readCsv(
  source: DatasetSource,
  options: ReadCsvOptions = {},
): AsyncGenerator<RecordResult, void, undefined> {
  return readRows(source, options, () => {
    const buildRecord = createRecordBuilder(options);
    let header: CsvHeader = { names: [], cif: 0 };
    return createCsvFormat(options, {
      takeHeader: (cells, line) => {
        header = readHeader(cells, options, line);
        return false;
      },
      takeRow: (cells, place) => buildRecord(nameCells(header.names, cells), place),
      // Tells rows from the inside of a damaged CIF.
      isCredible: (cells) => /_cell_length_a|^\s*\{/u.test(cells[header.cif] ?? ""),
    });
  });
}

interface CsvHeader {
  readonly names: readonly string[];
  /** Index of the CIF column. */
  readonly cif: number;
}

function readHeader(cells: readonly string[], options: ReadOptions, line: number): CsvHeader {
  const { file, idColumn, cifColumn, missingId } = options;
  const names = cells.map((cell) => cell.trim());
  const twice = names.find((name, i) => name !== "" && names.indexOf(name) !== i);
  if (twice !== undefined) {
    throw new DatasetError("DATASETS_INVALID_HEADER", `column ${twice} is there twice`, {
      file,
      line,
      column: twice,
      known: names,
    });
  }
  const find = (what: string, wanted: string | undefined, usual: readonly string[]): number => {
    const index = (wanted === undefined ? usual : [wanted])
      .map((name) => names.indexOf(name))
      .find((i) => i !== -1);
    if (index !== undefined) return index;
    throw new DatasetError(
      "DATASETS_MISSING_COLUMN",
      `no column for the ${what} (looked for ${wanted ?? usual.join(", ")}); ` +
        `the columns are ${names.slice(0, 50).join(", ").slice(0, 500)}`,
      { file, line, column: wanted ?? usual[0], known: names },
    );
  };
  if (missingId !== "row") find("id", idColumn, ID_COLUMNS);
  return { names, cif: find("CIF", cifColumn, [...CIF_COLUMNS, ...STRUCTURE_COLUMNS]) };
}
