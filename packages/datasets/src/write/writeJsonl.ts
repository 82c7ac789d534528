import type { CrystalRecord, RecordSource } from "../crystalRecord.ts";
import { iterateRecords } from "../iterateRecords.ts";
import { crystalText } from "./crystalText.ts";

/**
 * Writes crystals as JSON Lines, the inverse of {@link readJsonl}: an object a line with
 * `material_id`, the properties, the labels and `cif`.
 *
 * @param source - records or results, in any iterable
 * @returns one line at a time, each with its line feed
 * @throws the error of the first failed result: handle failures before writing
 * @throws RangeError when a property and a label share a name, or one is called `material_id` or `cif`
 *
 * @remarks
 * Numbers and coordinates are written in full, so reading gives equal records. Of records that were read with `lazy`,
 * the CIF is written as it was found, unread.
 *
 * @example
 * ```ts
 * import { readCsv, writeJsonl } from "@ftcp/datasets";
 *
 * let text = "";
 * for await (const line of writeJsonl(readCsv("material_id,cif\n"))) text += line;
 * ```
 */
export async function* writeJsonl<E extends Error>(
  source: RecordSource<E>,
): AsyncGenerator<string, void, undefined> {
  for await (const result of iterateRecords(source)) {
    if (!result.ok) throw result.error;
    yield `${JSON.stringify(toColumns(result.value))}\n`;
  }
}

function toColumns(record: CrystalRecord): object {
  const { id, properties, labels } = record;
  const entries: [string, unknown][] = [
    ["material_id", id],
    ...Object.entries(properties),
    ...Object.entries(labels),
    ["cif", crystalText(record, "cif")],
  ];
  const columns = Object.fromEntries(entries);
  if (Object.keys(columns).length < entries.length) {
    throw new RangeError(`two columns of crystal ${id} have the same name`);
  }
  return columns;
}
