import { parseHallSymbol } from "./parseHallSymbol.ts";
import type { SpaceGroupSetting } from "./spaceGroupSetting.ts";
import type { SymmetryOperation } from "./symmetryOperation.ts";

const known = new Map<string, readonly SymmetryOperation[]>();

/**
 * All operations of a setting, centring translations included, the identity first.
 *
 * @param setting - a setting, from {@link spaceGroupSettings} or {@link findSpaceGroupSettings}
 * @returns the operations of one cell, translations in `[0, 1)`; computed once for each setting
 * @throws {@link CrystalError} with code `CRYSTAL_INVALID_HALL_SYMBOL`, for a setting made by hand
 *
 * @example
 * ```ts
 * const [setting] = findSpaceGroupSettings({ hermannMauguin: "P 21/c" });
 * if (setting) settingOperations(setting).map(formatOperation); // "x,y,z", "-x,-y,-z", ...
 * ```
 */
export function settingOperations(
  setting: Pick<SpaceGroupSetting, "hall">,
): readonly SymmetryOperation[] {
  const { hall } = setting;
  const found = known.get(hall);
  if (found !== undefined) return found;
  const operations = parseHallSymbol(hall);
  // Bounded: only what parses gets in, and hand-made settings do not fill memory.
  if (known.size < 1000) known.set(hall, operations);
  return operations;
}
