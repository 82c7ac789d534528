import type { CrystalRecord } from "@ftcp/datasets";

/**
 * Adds labels to a crystal; a property or label of the same name is replaced.
 *
 * @param record - the crystal; one that is not parsed yet stays so
 * @param labels - texts by column name
 * @returns a copy
 */
export function changeLabels(
  record: CrystalRecord,
  labels: Readonly<Record<string, string>>,
): CrystalRecord {
  const properties = Object.fromEntries(
    Object.entries(record.properties).filter(([name]) => !Object.hasOwn(labels, name)),
  );
  return Object.defineProperties(
    {},
    {
      ...Object.getOwnPropertyDescriptors(record),
      properties: { value: properties, enumerable: true },
      labels: { value: { ...record.labels, ...labels }, enumerable: true },
    },
  ) as CrystalRecord;
}
