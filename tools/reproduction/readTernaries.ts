import type { CrystalRecord } from "@ftcp/datasets";
import { readDataset } from "@ftcp/datasets/node";

/**
 * Reads the ternaries of at most 20 sites that the tables of the paper are about.
 *
 * @param path - the dataset
 * @param split - part of it, by its column of that name
 * @param properties - what a crystal must know
 * @param limit - how many are enough
 * @returns the crystals in their order; those that cannot be read are left out
 */
export async function readTernaries(
  path: string,
  split: "train" | "test",
  properties: readonly string[] = [],
  limit = Infinity,
): Promise<readonly CrystalRecord[]> {
  const crystals: CrystalRecord[] = [];
  const records = readDataset(path, {
    textColumns: ["split"],
    select: ({ split: of, nelements, nsites }) =>
      of === split && nelements === 3 && Number(nsites) <= 20,
  });
  for await (const record of records) {
    if (record.ok && properties.every((property) => property in record.value.properties)) {
      crystals.push(record.value);
    }
    if (crystals.length === limit) break;
  }
  return crystals;
}
