import { normalizeSymbol } from "./normalizeSymbol.ts";
import type { SpaceGroupSetting } from "./spaceGroupSetting.ts";

/** Every normalized spelling under which a setting is known, without its choice. */
export function settingNames(setting: SpaceGroupSetting): ReadonlySet<string> {
  const { hermannMauguin, hermannMauguinFull, hermannMauguinShort, hermannMauguinFormer } = setting;
  const names = new Set<string>();
  const symbols = [hermannMauguin, hermannMauguinFull, hermannMauguinShort, hermannMauguinFormer];
  if (hermannMauguin !== hermannMauguinFormer) {
    const letters = hermannMauguinFormer.split(" ").map((part) => part.slice(-1));
    const parts = hermannMauguinFull.split(" ");
    symbols.push(parts.map((part, index) => part.replace("e", letters[index] ?? "")).join(" "));
  }
  for (const name of symbols.map(normalizeSymbol)) {
    names.add(name);
    // The old style, frequent in files: 3 stands for -3 in the centrosymmetric cubic groups.
    if (setting.pointGroup.startsWith("m-3")) names.add(name.replace("-3", "3"));
    if (name.startsWith("r")) {
      const spellings = /^-?3[2m]$/u.test(setting.pointGroup) ? [name, `${name}1`] : [name];
      for (const spelling of spellings) {
        names.add(spelling);
        // The Protein Data Bank writes H for hexagonal axes of a rhombohedral lattice.
        if (setting.choice === "H") names.add(`h${spelling.slice(1)}`);
      }
    }
  }
  return names;
}
