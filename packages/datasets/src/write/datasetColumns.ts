import type { CrystalRecord, RecordSource } from "../crystalRecord.ts";
import { iterateRecords } from "../iterateRecords.ts";

/** The columns of a dataset beside id and crystal, each list in the order of first appearance. */
export interface DatasetColumns {
  /** Names of columns of numbers. */
  readonly properties: readonly string[];
  /** Names of columns of text, also of those that hold numbers for some crystals and text for others. */
  readonly labels: readonly string[];
}

/**
 * Finds the columns of a dataset, which tables must know before their first row.
 *
 * @param source - records or results, in any iterable; failed results are passed over
 * @returns the names of all properties and labels
 *
 * @remarks
 * Read with `lazy`, so that no CIF is parsed for it.
 *
 * @example
 * ```ts
 * import { collectColumns, readJsonl } from "@ftcp/datasets";
 *
 * const columns = await collectColumns(readJsonl("", { lazy: true }));
 * ```
 */
export async function collectColumns<E extends Error>(
  source: RecordSource<E>,
): Promise<DatasetColumns> {
  const builder = new ColumnsBuilder();
  for await (const result of iterateRecords(source)) if (result.ok) builder.add(result.value);
  return builder.columns();
}

/** Gathers names of columns record by record. */
export class ColumnsBuilder {
  readonly #properties = new Set<string>();
  readonly #labels = new Set<string>();

  /** @param record - whose names are added */
  add(record: CrystalRecord): void {
    for (const name in record.properties) this.#properties.add(name);
    for (const name in record.labels) this.#labels.add(name);
  }

  /** @returns the columns so far */
  columns(): DatasetColumns {
    return {
      properties: [...this.#properties].filter((name) => !this.#labels.has(name)),
      labels: [...this.#labels],
    };
  }
}
