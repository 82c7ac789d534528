import { writeCif } from "@ftcp/cif";
import type { CrystalRecord } from "@ftcp/datasets";

/** What a line says besides the crystal's own columns. */
export interface RowKeys {
  /** Number of the row in the job. */
  readonly row: number;
  /** Reduced formula. */
  readonly formula: string;
  /** The shard by formula that it belongs to. */
  readonly bucket?: number;
}

/** Names of the columns that this package adds, and that a row loses when it is written again. */
export const keyColumns = { row: "ftcp_row", formula: "ftcp_formula", bucket: "ftcp_bucket" };

/**
 * Writes a crystal as a line of JSON that every reader of datasets takes: our keys, id, properties,
 * labels, and the CIF as it was read.
 *
 * @param record - the crystal
 * @param keys - see {@link RowKeys}
 * @returns the line without its line feed; `ftcp_row` comes first, so that lines can be put in order
 *   without parsing them
 */
export function formatRow(record: CrystalRecord, keys: RowKeys): string {
  const ours = new Set(Object.values(keyColumns));
  const own = [...Object.entries(record.properties), ...Object.entries(record.labels)].filter(
    ([name]) => !ours.has(name),
  );
  return JSON.stringify({
    [keyColumns.row]: keys.row,
    [keyColumns.formula]: keys.formula,
    ...(keys.bucket === undefined ? {} : { [keyColumns.bucket]: keys.bucket }),
    material_id: record.id,
    ...Object.fromEntries(own),
    cif: record.cif ?? writeCif(record.structure),
  });
}
