import type { CrystalRecord, RecordSource } from "../crystalRecord.ts";
import { DatasetError } from "../datasetError.ts";
import { iterateRecords } from "../iterateRecords.ts";
import { crystalText } from "./crystalText.ts";
import { ColumnsBuilder } from "./datasetColumns.ts";
import type { DatasetColumns } from "./datasetColumns.ts";
import type { WriteTableOptions } from "./writeTableOptions.ts";

/** Columns of a table: the id first, the crystal last. */
export interface TableHeader {
  /** Names of all columns in order. */
  readonly names: readonly string[];
  /** Whether a column holds numbers. */
  readonly isNumber: readonly boolean[];
}

/** A row in the order of the header; null is a missing value. */
export type TableRow = readonly (string | number | null)[];

/** A table whose rows are made as they are asked for. */
export interface RecordTable {
  /** The columns. */
  readonly header: TableHeader;
  /** The rows. */
  readonly rows: AsyncGenerator<TableRow, void, undefined>;
}

/**
 * Brings records into rows of a table.
 *
 * @param source - records or results, in any iterable
 * @param options - see {@link WriteTableOptions}
 * @returns the table
 * @throws the error of the first failed result
 * @throws {@link DatasetError} with code `DATASETS_UNKNOWN_COLUMN` when a crystal has a property or label that
 *   the columns lack
 * @throws RangeError when a column of the dataset has the name of that of the id or the crystal
 */
export async function tabulateRecords<E extends Error>(
  source: RecordSource<E>,
  options: WriteTableOptions,
): Promise<RecordTable> {
  const { sampleRows = 1000, signal, crystals = "cif" } = options;
  const records = takeRecords(source, signal);
  const sample: CrystalRecord[] = [];
  let { columns } = options;
  if (columns === undefined) {
    const builder = new ColumnsBuilder();
    while (sample.length < sampleRows) {
      const next = await records.next();
      if (next.done === true) break;
      sample.push(next.value);
      builder.add(next.value);
    }
    columns = builder.columns();
  }
  const crystalColumn = crystals === "cif" ? "cif" : "structure";
  const header = createHeader(columns, crystalColumn);
  const known = new Set(header.names);

  async function* iterateRows(): AsyncGenerator<TableRow, void, undefined> {
    try {
      for (const record of sample.splice(0)) yield toRow(record);
      for await (const record of records) yield toRow(record);
    } finally {
      await records.return();
    }
  }
  function toRow(record: CrystalRecord): TableRow {
    const { id, properties, labels } = record;
    for (const values of [properties, labels]) {
      for (const name in values) {
        if (known.has(name) && name !== crystalColumn && name !== "material_id") continue;
        throw new DatasetError(
          "DATASETS_UNKNOWN_COLUMN",
          `the crystal has ${name}, which the ${sampleRows} crystals before did not show; ` +
            "give all columns with `columns`, as collectColumns finds them",
          { id, column: name, known: header.names },
        );
      }
    }
    return header.names.map((name, i) => {
      if (i === 0) return id;
      if (i === header.names.length - 1) return crystalText(record, crystals);
      const value = valueOf(properties, name) ?? valueOf(labels, name);
      if (value === undefined) return null;
      return header.isNumber[i] === true || typeof value === "string" ? value : String(value);
    });
  }
  return { header, rows: iterateRows() };
}

function createHeader(columns: DatasetColumns, crystalColumn: string): TableHeader {
  const { properties, labels } = columns;
  const names = ["material_id", ...properties, ...labels, crystalColumn];
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw new RangeError(`two columns of the table are called ${twice}`);
  const numbers = new Set(properties);
  return { names, isNumber: names.map((name) => numbers.has(name)) };
}

async function* takeRecords<E extends Error>(
  source: RecordSource<E>,
  signal: AbortSignal | undefined,
): AsyncGenerator<CrystalRecord, void, undefined> {
  signal?.throwIfAborted();
  for await (const result of iterateRecords(source)) {
    signal?.throwIfAborted();
    if (!result.ok) throw result.error;
    yield result.value;
  }
}

function valueOf<T>(values: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
