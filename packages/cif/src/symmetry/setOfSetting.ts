import { settingOperations } from "@ftcp/crystal";
import type { SpaceGroupSetting } from "@ftcp/crystal";

import { createOperationSet } from "./createOperationSet.ts";
import type { OperationSet } from "./operationSet.ts";

const sets = new WeakMap<SpaceGroupSetting, OperationSet>();

/**
 * The operations of a setting.
 *
 * @param setting - the setting
 * @returns its operations, prepared once
 * @internal
 */
export function setOfSetting(setting: SpaceGroupSetting): OperationSet {
  let set = sets.get(setting);
  if (set === undefined) {
    set = createOperationSet(settingOperations(setting));
    sets.set(setting, set);
  }
  return set;
}
