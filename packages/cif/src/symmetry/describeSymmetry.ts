import { identifySetting } from "@ftcp/crystal";
import type { SpaceGroupSetting } from "@ftcp/crystal";

import type { CifSymmetry } from "./cifSymmetry.ts";
import type { OperationSet } from "./operationSet.ts";
import type { SymmetryCandidate } from "./symmetryReading.ts";

/** Settings of operations that were looked up before. */
const settings = new WeakMap<OperationSet, { readonly setting: SpaceGroupSetting | undefined }>();

/**
 * The symmetry that was applied, for a report.
 *
 * @param symmetry - the symmetry
 * @returns plain data, with the setting that has these operations
 * @internal
 */
export function describeSymmetry({ set, source, setting }: SymmetryCandidate): CifSymmetry {
  const { operations } = set;
  let found = settings.get(set);
  if (found === undefined) {
    found = { setting: setting ?? identifySetting(operations) };
    settings.set(set, found);
  }
  return found.setting === undefined
    ? { operations, source }
    : { operations, source, setting: found.setting };
}
