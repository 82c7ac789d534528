import {
  chemicalSystemOf,
  createPrototypeKey,
  DatasetError,
  type CrystalRecord,
} from "@ftcp/datasets";
import { compositionOf, CrystalError, reducedFormula } from "@ftcp/crystal";
import { loadSymmetryFinder } from "@ftcp/crystal/node";

/** What keeps crystals together in a split. */
export type Grouping = "formula" | "chemical-system" | "prototype" | "time";

/**
 * Makes the function that names the group of a crystal; each crystal is looked at once.
 *
 * @param grouping - what crystals of a group have in common; by time, polymorphs stay together
 * @param tolerance - for prototypes: distance in Å within which symmetry is found
 * @returns the key; it throws a `DatasetError` with code `DATASETS_INVALID_STRUCTURE` for a crystal that has none
 */
export async function createGroupKey(
  grouping: Grouping,
  tolerance: number,
): Promise<(record: CrystalRecord) => string> {
  const known = new WeakMap<CrystalRecord, string>();
  const findKey = await chooseKey(grouping, tolerance);
  return (record) => {
    let key = known.get(record);
    if (key !== undefined) return key;
    try {
      key = findKey(record);
    } catch (cause) {
      if (!(cause instanceof CrystalError)) throw cause;
      const message = `the crystal has no ${grouping}: ${cause.message}`;
      const place = { id: record.id };
      throw new DatasetError("DATASETS_INVALID_STRUCTURE", message, place, { cause });
    }
    known.set(record, key);
    return key;
  };
}

async function chooseKey(
  grouping: Grouping,
  tolerance: number,
): Promise<(record: CrystalRecord) => string> {
  if (grouping === "chemical-system") return chemicalSystemOf;
  if (grouping !== "prototype") {
    return ({ structure }) => reducedFormula(compositionOf(structure));
  }
  const finder = await loadSymmetryFinder();
  return createPrototypeKey((structure) => finder.find(structure, { tolerance }));
}
