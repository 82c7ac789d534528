import { createSetting } from "./createSetting.ts";
import type { SpaceGroupSetting } from "./spaceGroupSetting.ts";
import { settingTable } from "./settingTable.ts";

/**
 * The 530 settings of the space-group types in the order of their Hall numbers:
 * `spaceGroupSettings[hallNumber - 1]`.
 *
 * @remarks
 * The settings and their order are those of spglib and of International Tables B, table A1.4.2.7.
 *
 * @example
 * ```ts
 * spaceGroupSettings[525]?.hermannMauguin; // "F d -3 m", origin choice 2
 * ```
 *
 * @see International Tables for Crystallography B (2001), table A1.4.2.7
 */
export const spaceGroupSettings: readonly SpaceGroupSetting[] = /* @__PURE__ */ readTable();

function readTable(): readonly SpaceGroupSetting[] {
  const settings: SpaceGroupSetting[] = [];
  let previous = "";
  for (const [index, rows] of settingTable.entries()) {
    for (const row of rows.split(";")) {
      const [hall = "", full = "", choice = ""] = row.split(",");
      previous = full === "" ? previous : full;
      const hallNumber = settings.length + 1;
      settings.push(createSetting({ number: index + 1, hallNumber, hall, full: previous, choice }));
    }
  }
  return settings;
}
