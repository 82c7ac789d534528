import type { CrystalRecord } from "../crystalRecord.ts";
import { DatasetError } from "../datasetError.ts";

/**
 * Names the part of a split that a column of the dataset assigns to a crystal.
 *
 * @param record - the crystal
 * @param column - the label; default `split`
 * @returns its text, e.g. `train`
 * @throws {@link DatasetError} with code `DATASETS_MISSING_LABEL` when the crystal has no such label;
 *   `known` lists its labels
 *
 * @example
 * ```ts
 * import { readJsonl, selectSplit, splitByColumn } from "@ftcp/datasets";
 *
 * const test = selectSplit(readJsonl(""), splitByColumn, "test");
 * const fold = selectSplit(readJsonl(""), (record) => splitByColumn(record, "fold"), "0");
 * ```
 */
export function splitByColumn(record: CrystalRecord, column = "split"): string {
  const part = Object.hasOwn(record.labels, column) ? record.labels[column] : undefined;
  if (part !== undefined) return part;
  const known = Object.keys(record.labels).sort();
  throw new DatasetError(
    "DATASETS_MISSING_LABEL",
    `the crystal has no label ${column}; it has ${known.join(", ")}`,
    { id: record.id, column, known },
  );
}
