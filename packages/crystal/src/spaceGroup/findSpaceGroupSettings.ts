import { CrystalError } from "../crystalError.ts";
import type { LatticeParameters } from "../lattice/lattice.ts";
import { furtherSettings } from "./furtherSettings.ts";
import { identifySetting } from "./identifySetting.ts";
import { normalizeSymbol } from "./normalizeSymbol.ts";
import { parseHallSymbol } from "./parseHallSymbol.ts";
import { settingFitsLattice } from "./settingFitsLattice.ts";
import { settingNames } from "./settingNames.ts";
import type { SpaceGroupSetting } from "./spaceGroupSetting.ts";
import { spaceGroupSettings } from "./spaceGroupSettings.ts";

/** What is known of a space group; a setting must agree with everything that is given. */
export interface SpaceGroupQuery {
  /** Hall symbol. */
  readonly hall?: string | undefined;
  /** Hermann-Mauguin symbol, short or full, with or without a choice such as `:2`. */
  readonly hermannMauguin?: string | undefined;
  /** Number in the International Tables. */
  readonly number?: number | undefined;
  /** Origin, axes or cell choice, as `"2"`, `"H"` or `"b1"`; goes before one in the symbol. */
  readonly choice?: string | undefined;
  /** Shape of the cell; settings that it cannot have come last. */
  readonly lattice?: LatticeParameters | undefined;
}

/** The longest symbol that is looked at. */
const maxSymbolLength = 80;

/**
 * The settings that a written space-group symbol can mean, the best first.
 *
 * @param query - what is known; at least a Hall symbol, a Hermann-Mauguin symbol or a number
 * @returns the settings that agree with all that is given; none when the symbol is unknown or the
 *   statements contradict each other
 * @throws TypeError when neither a symbol nor a number is given
 *
 * @remarks
 * Several settings come back when a symbol leaves the choice open. Their order is that of the
 * International Tables (of the Hall numbers): origin choice 1 before 2, hexagonal before rhombohedral
 * axes, unique axis b before c before a, the standard order of axes first. With `lattice`, settings
 * that the cell cannot have follow after all that it can have; this decides between hexagonal and
 * rhombohedral axes and between unique axes, never between origins.
 *
 * Hermann-Mauguin symbols are read in every spelling that is common in files: `F d -3 m :2`, `Fd-3m S`
 * and `Z` (for origin 1 and 2), `Fd3m`, `F 41/d -3 2/m`, `P 21/n`, `P2(1)/n`, `P2_1/n`, `P 1 21/n 1`,
 * `R -3 m H`, `R-3m:R`, `H 3 2`, `C m c a` and `C m c e`. A choice that a group with a single setting does not
 * have is ignored; one that a group with several settings does not have leaves no setting. A few
 * settings beyond the 530 are known (`A -1`, `F 4/m m m`, `I 1 21 1`); for any other write its Hall
 * symbol and use {@link parseHallSymbol}.
 *
 * @example
 * ```ts
 * findSpaceGroupSettings({ hermannMauguin: "F d -3 m" }).map(({ choice }) => choice); // ["1", "2"]
 * findSpaceGroupSettings({ hermannMauguin: "P21/n" })[0]?.hall; // "-P 2yn"
 * ```
 */
export function findSpaceGroupSettings(query: SpaceGroupQuery): readonly SpaceGroupSetting[] {
  const { hall, hermannMauguin, number, lattice } = query;
  if (hall === undefined && hermannMauguin === undefined && number === undefined) {
    throw new TypeError("A Hall symbol, a Hermann-Mauguin symbol or a number is needed.");
  }
  const sources: (readonly SpaceGroupSetting[])[] = [];
  if (hall !== undefined) sources.push(withHall(hall));
  let choice = query.choice;
  if (hermannMauguin !== undefined) {
    const written = readSymbol(hermannMauguin);
    sources.push(written.settings);
    choice ??= written.choice;
  }
  if (number !== undefined) {
    const [first] = sources;
    sources.push((first ?? spaceGroupSettings).filter((setting) => setting.number === number));
  }
  const [first = [], ...others] = sources;
  const agreeing = first.filter((setting) => others.every((other) => other.includes(setting)));
  const chosen = choice === undefined ? agreeing : withChoice(agreeing, choice);
  if (lattice === undefined || chosen.length < 2) return chosen;
  const fits = chosen.map((setting) => settingFitsLattice(setting, lattice));
  return [
    ...chosen.filter((_, index) => fits[index]),
    ...chosen.filter((_, index) => !fits[index]),
  ];
}

/** Every known name with its settings, built when first asked for. */
let settingsByName: ReadonlyMap<string, readonly SpaceGroupSetting[]> | undefined;

function findByName(name: string): readonly SpaceGroupSetting[] {
  settingsByName ??= indexNames();
  return settingsByName.get(name) ?? [];
}

function indexNames(): ReadonlyMap<string, readonly SpaceGroupSetting[]> {
  const index = new Map<string, SpaceGroupSetting[]>();
  for (const setting of spaceGroupSettings) {
    for (const name of settingNames(setting)) {
      const known = index.get(name);
      if (known === undefined) index.set(name, [setting]);
      else known.push(setting);
    }
  }
  for (const setting of furtherSettings) {
    // A name of one of the 530 keeps its meaning: C 2 is C 1 2 1 and never C 1 1 2.
    for (const name of settingNames(setting)) if (!index.has(name)) index.set(name, [setting]);
  }
  return index;
}

function readSymbol(symbol: string): {
  readonly settings: readonly SpaceGroupSetting[];
  readonly choice: string | undefined;
} {
  if (symbol.length > maxSymbolLength) return { settings: [], choice: undefined };
  const [written = "", suffix] = symbol.split(":");
  const name = normalizeSymbol(written);
  const settings = findByName(name);
  if (settings.length > 0) {
    return { settings, choice: suffix === undefined ? undefined : normalizeSymbol(suffix) };
  }
  // "R -3 m H", "F d -3 m S", "F d -3 m (origin choice 2)", "F d -3 m {origin @ centre (-3m)}"
  const ending =
    /^(.+?)[,;]?(?:origin(?:choice)?([12])|origin(?:at|@)(cent(?:re|er)).*|([hrsz]))$/u.exec(name);
  if (ending === null || suffix !== undefined) return { settings, choice: undefined };
  const [, base = "", origin, centre, letter] = ending;
  if (centre !== undefined) return { settings: findByName(base), choice: "2" };
  return { settings: findByName(base), choice: origin ?? letter };
}

function withChoice(
  settings: readonly SpaceGroupSetting[],
  written: string,
): readonly SpaceGroupSetting[] {
  const choice = normalizeSymbol(written).replace(/^o(?=[12]$)/u, "");
  // The Inorganic Crystal Structure Database writes S for origin 1 and Z (centre) for origin 2.
  const wanted = { s: "1", z: "2" }[choice] ?? choice;
  if (wanted === "" || settings.every((setting) => setting.choice === "")) return settings;
  const exact = settings.filter((setting) => setting.choice.toLowerCase() === wanted);
  if (exact.length > 0) return exact;
  // "1" of "1cab" is the origin, "1" of "b1" and "-b1" the cell choice.
  if (!/^[123]$/u.test(wanted)) return [];
  return settings.filter(({ choice: known }) =>
    /^[12]/u.test(known) ? known.startsWith(wanted) : known.endsWith(wanted),
  );
}

/** Every Hall symbol with its settings, built when first asked for. */
let settingsByHall: ReadonlyMap<string, readonly SpaceGroupSetting[]> | undefined;

function indexHalls(): ReadonlyMap<string, readonly SpaceGroupSetting[]> {
  const index = new Map<string, SpaceGroupSetting[]>();
  for (const setting of [...spaceGroupSettings, ...furtherSettings]) {
    const hall = normalizeHall(setting.hall);
    const known = index.get(hall);
    if (known === undefined) index.set(hall, [setting]);
    else known.push(setting);
  }
  return index;
}

function withHall(hall: string): readonly SpaceGroupSetting[] {
  settingsByHall ??= indexHalls();
  const known = settingsByHall.get(normalizeHall(hall));
  if (known !== undefined) return known;
  try {
    const setting = identifySetting(parseHallSymbol(hall));
    return setting === undefined ? [] : [setting];
  } catch (error) {
    // What is no Hall symbol means no setting.
    if (error instanceof CrystalError && error.code === "CRYSTAL_INVALID_HALL_SYMBOL") return [];
    throw error;
  }
}

function normalizeHall(hall: string): string {
  return hall
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/gu, " ")
    .replaceAll(/''|=/gu, '"');
}
