import { pointGroups } from "./pointGroups.ts";
import type { Centring, SpaceGroupSetting } from "./spaceGroupSetting.ts";

/** Which columns of the table a setting has; the full symbol has the former letters of e glides. */
export interface SettingRow {
  readonly number: number;
  readonly hallNumber: number | undefined;
  readonly hall: string;
  readonly full: string;
  readonly choice: string;
}

/** A setting with everything that follows from its row in the table. */
export function createSetting(row: SettingRow): SpaceGroupSetting {
  const { number, hallNumber, hall, full, choice } = row;
  const [, pointGroup = "", crystalSystem = "triclinic"] =
    pointGroups.find(([last]) => number <= last) ?? [];
  const former = crystalSystem === "monoclinic" ? full : shorten(full, crystalSystem === "cubic");
  const symbol = withDoubleGlides(former, crystalSystem === "orthorhombic");
  return {
    number,
    hallNumber,
    hall,
    hermannMauguin: symbol,
    hermannMauguinFull: withDoubleGlides(full, crystalSystem === "orthorhombic"),
    hermannMauguinShort: (crystalSystem === "monoclinic"
      ? symbol.replaceAll(/ 1(?= |$)/gu, "")
      : symbol
    ).replaceAll(" ", ""),
    hermannMauguinFormer: former,
    choice,
    isStandard: hallNumber !== undefined && ["", "b", "b1", "2", "H"].includes(choice),
    crystalSystem,
    pointGroup,
    centring: (choice === "R" ? "P" : symbol.charAt(0)) as Centring,
  };
}

/** Of an axis and a plane perpendicular to it, names the plane alone, but for a main axis 4 or 6. */
function shorten(full: string, isCubic: boolean): string {
  return full
    .split(" ")
    .map((part, index) =>
      index === 1 && /^[46]/u.test(part) && !isCubic ? part : part.replace(/^\d+\//u, ""),
    )
    .join(" ");
}

/** Writes e for a glide plane in two directions: an axial one that the centring doubles. */
function withDoubleGlides(symbol: string, isOrthorhombic: boolean): string {
  const direction = "ABC".indexOf(symbol.charAt(0)) + 1;
  if (!isOrthorhombic || direction === 0) return symbol;
  return symbol
    .split(" ")
    .map((part, index) => (index === direction ? part.replace(/[abc]$/u, "e") : part))
    .join(" ");
}
