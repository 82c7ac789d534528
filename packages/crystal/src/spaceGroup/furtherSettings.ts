import { createSetting } from "./createSetting.ts";
import type { SpaceGroupSetting } from "./spaceGroupSetting.ts";
import { furtherSettingTable } from "./settingTable.ts";

/** Settings beyond the 530 that files use: larger cells than needed, other origins. */
export const furtherSettings: readonly SpaceGroupSetting[] =
  /* @__PURE__ */ furtherSettingTable.map((row) => {
    const [number = "", hall = "", full = ""] = row.split(",");
    return createSetting({ number: Number(number), hallNumber: undefined, hall, full, choice: "" });
  });
