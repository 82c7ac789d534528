import { operationKey } from "./operationKey.ts";
import { settingOperations } from "./settingOperations.ts";
import type { SpaceGroupSetting } from "./spaceGroupSetting.ts";
import { spaceGroupSettings } from "./spaceGroupSettings.ts";
import type { SymmetryOperation } from "./symmetryOperation.ts";

/** The operations of each setting as sorted text, filled as settings are compared. */
const operationTexts = new Map<SpaceGroupSetting, string>();

/**
 * The setting, among the 530, that has exactly the given operations.
 *
 * @param operations - all operations of one cell, in any order, up to lattice translations
 * @returns the setting; undefined when no setting has these operations, for example because the list
 *   is incomplete, the origin is another one or the cell is a supercell
 *
 * @remarks
 * Translations within 0.002 of a multiple of 1/24 count as that multiple. Repeated operations count
 * once. Of the few pairs of settings with two names for the same operations (`C c c a` and `C c c b`
 * at origin 1) the first is returned.
 *
 * @example
 * ```ts
 * identifySetting(parseHallSymbol("-P 2yn"))?.hermannMauguin; // "P 1 21/n 1"
 * ```
 */
export function identifySetting(
  operations: readonly SymmetryOperation[],
): SpaceGroupSetting | undefined {
  const keys = new Set<string>();
  let translationCount = 0;
  for (const operation of operations) {
    const key = operationKey(operation);
    if (key === undefined) return undefined;
    if (!keys.has(key) && key.startsWith("1,0,0,0,1,0,0,0,1 ")) translationCount += 1;
    keys.add(key);
  }
  const text = [...keys].sort().join(";");
  return spaceGroupSettings.find(
    (setting) =>
      latticePoints[setting.centring] === translationCount &&
      pointGroupOrders[setting.pointGroup] === keys.size / translationCount &&
      textOf(setting) === text,
  );
}

function textOf(setting: SpaceGroupSetting): string {
  let text = operationTexts.get(setting);
  if (text === undefined) {
    text = settingOperations(setting).map(operationKey).sort().join(";");
    operationTexts.set(setting, text);
  }
  return text;
}

const latticePoints = { P: 1, A: 2, B: 2, C: 2, I: 2, R: 3, F: 4 };

const pointGroupOrders: Readonly<Record<string, number>> = {
  ...{ "1": 1, "-1": 2, "2": 2, m: 2, "2/m": 4, "222": 4, mm2: 4, mmm: 8 },
  ...{ "4": 4, "-4": 4, "4/m": 8, "422": 8, "4mm": 8, "-42m": 8, "4/mmm": 16 },
  ...{ "3": 3, "-3": 6, "32": 6, "3m": 6, "-3m": 12 },
  ...{ "6": 6, "-6": 6, "6/m": 12, "622": 12, "6mm": 12, "-6m2": 12, "6/mmm": 24 },
  ...{ "23": 12, "m-3": 24, "432": 24, "-43m": 24, "m-3m": 48 },
};
