import { compositionOf, formatOperation, latticeVolume, wrapFractional } from "@ftcp/crystal";
import type {
  Lattice,
  Site,
  SpaceGroupSetting,
  Species,
  Structure,
  SymmetryOperation,
  Vector3,
} from "@ftcp/crystal";

import { CifError } from "./cifError.ts";
import { tripleProduct } from "./formats/tripleProduct.ts";
import { formulaOf } from "./formulaOf.ts";
import { averageLattice } from "./reduce/averageLattice.ts";
import { reduceToAsymmetricUnit } from "./reduce/reduceToAsymmetricUnit.ts";
import type { IndependentSite } from "./reduce/reduceToAsymmetricUnit.ts";
import { settleOperations } from "./reduce/settleOperations.ts";
import { spaceGroupName } from "./reduce/spaceGroupName.ts";
import type { CifVersion } from "./syntax/cifVersion.ts";
import { normalizeTag } from "./syntax/normalizeTag.ts";
import { formatText } from "./write/formatText.ts";
import type { WriteCifOptions, WriteCifSymmetry } from "./writeCifOptions.ts";

/**
 * Writes a crystal as CIF text, with all sites of the cell in space group P 1, or by its symmetry.
 *
 * @param structure - the crystal
 * @param options - see {@link WriteCifOptions}
 * @returns the text, with LF line ends
 * @throws {@link CifError} with code `CIF_UNWRITABLE` when a label or an item holds characters that
 * the version does not allow, an item's name is no data name or already in use, a number is not finite,
 * or the operations of `options.symmetry` do not map the crystal onto itself
 *
 * @remarks
 * Every number is the shortest decimal that gives the same double, so `parseCif(writeCif(x))` has the
 * same cell parameters, species, occupancies, charges and coordinates as `x`, bit for bit. (Cartesian
 * lattice vectors come back in the orientation of `createLattice`; a CIF holds no orientation. Of a
 * left-handed lattice the coordinates are inverted, so that it is the same crystal and not its mirror
 * image.) Labels are kept where they are present and unique, and made up (`Na1`) where not. A site with
 * several species becomes several rows on one position.
 *
 * With `options.symmetry` the operations are listed, and one site of each orbit with its multiplicity.
 * Sites and cell are averaged over the group: they come to lie exactly on their special positions and
 * move by no more than the tolerance. Name, number and Hall symbol of the space group are written when
 * the operations are exactly those of one of the 530 settings; of any other cell or origin only the
 * operations, as decimals where need be.
 *
 * @example
 * ```ts
 * const text = writeCif(structure, { items: { _ftcp_seed: 7 } });
 * const finder = await loadSymmetryFinder(); // of @ftcp/crystal/node
 * writeCif(structure, { symmetry: finder.find(structure) });
 * ```
 *
 * @see https://www.iucr.org/resources/cif/spec/version1.1/cifsyntax
 */
export function writeCif(structure: Structure, options: WriteCifOptions = {}): string {
  const { version = "1.1", symmetry } = options;
  const name = options.name ?? formulaOf(structure);
  const lines: string[] = [];
  if (options.version !== undefined) lines.push(`#\\#CIF_${version}`);
  if (options.comment !== undefined) lines.push(...formatComment(options.comment));
  lines.push(`data_${formatName(name, version)}`);
  const tags = new Set<string>();
  const addItem = (tag: string, value: string): void => {
    tags.add(normalizeTag(tag));
    if (value.startsWith("\n")) lines.push(`${tag}${value}`);
    else if (tag.length + value.length < longestLine) lines.push(`${tag.padEnd(33)} ${value}`);
    else lines.push(tag, value);
  };
  const formula = formulaSum(compositionOf(structure));
  const content = symmetry === undefined ? inP1(structure) : bySymmetry(structure, symmetry);
  for (const [tag, value] of content.spaceGroup) addItem(tag, value);
  const { lattice, rows } = content;
  addItem("_cell_length_a", formatNumber(lattice.a));
  addItem("_cell_length_b", formatNumber(lattice.b));
  addItem("_cell_length_c", formatNumber(lattice.c));
  addItem("_cell_angle_alpha", formatNumber(lattice.alpha));
  addItem("_cell_angle_beta", formatNumber(lattice.beta));
  addItem("_cell_angle_gamma", formatNumber(lattice.gamma));
  addItem("_cell_volume", formatNumber(latticeVolume(lattice)));
  if (formula !== undefined) {
    addItem("_chemical_formula_sum", `'${formula.sum}'`);
    addItem("_cell_formula_units_Z", String(formula.units));
  }
  for (const [tag, value] of Object.entries(options.items ?? {})) {
    const key = normalizeTag(tag);
    if (!/^_[!-~]+$/u.test(tag) || tags.has(key) || structureTags.has(key)) {
      throw new CifError(
        "CIF_UNWRITABLE",
        `${JSON.stringify(tag.slice(0, 60))} is no data name, or one that the writer itself uses`,
      );
    }
    addItem(
      tag,
      typeof value === "number" ? formatNumber(value) : formatText(value, undefined, version, tag),
    );
  }
  lines.push(...content.operations);
  lines.push(...atomTypeLoop(rows.map(({ site }) => site)));
  const letters = symmetry === undefined ? undefined : options.wyckoffLetters;
  if (rows.length > 0) lines.push(...atomLoop(rows, letters, version));
  return `${lines.join("\n")}\n`;
}

/** Longest line of a CIF, less some. */
const longestLine = 2000;

/** What differs between a crystal in P 1 and one by its symmetry. */
interface Content {
  readonly spaceGroup: readonly (readonly [string, string])[];
  readonly lattice: Lattice;
  readonly operations: readonly string[];
  readonly rows: readonly IndependentSite[];
}

function inP1(structure: Structure): Content {
  const { lattice, sites } = rightHanded(structure);
  return {
    spaceGroup: [
      ["_symmetry_space_group_name_H-M", "'P 1'"],
      ["_symmetry_Int_Tables_number", "1"],
    ],
    lattice,
    operations: [
      "loop_",
      " _symmetry_equiv_pos_site_id",
      " _symmetry_equiv_pos_as_xyz",
      "  1  'x, y, z'",
    ],
    rows: sites.map((site, index) => ({ site, index, multiplicity: 1 })),
  };
}

/** How many times its tolerance a symmetry may miss sites and lattice; see {@link WriteCifSymmetry}. */
const symmetryLeeway = 5;

function bySymmetry(structure: Structure, symmetry: WriteCifSymmetry): Content {
  const { lattice, sites } = rightHanded(structure);
  const isInverted = sites !== structure.sites;
  // The errors of operations and of sites add up.
  const found = symmetry.tolerance ?? 0.01;
  const tolerance = symmetryLeeway * found;
  const given = symmetry.operations.map(({ rotation, translation }) => ({
    rotation,
    translation: isInverted ? negate(translation) : translation,
  }));
  const origin = symmetry.toConventional?.originShift;
  const { operations, setting } = settleOperations(
    given,
    isInverted && origin !== undefined ? negate(origin) : origin,
    lattice,
    2 * found,
  );
  const average = averageLattice(lattice, operations, tolerance);
  if (operations.length === 0 || average === undefined) {
    throw new CifError(
      "CIF_UNWRITABLE",
      `the symmetry operations do not keep the lattice within ${tolerance} Å`,
    );
  }
  return {
    spaceGroup: setting === undefined ? [] : nameItems(setting),
    lattice: average,
    operations: [
      "loop_",
      " _space_group_symop_id",
      " _space_group_symop_operation_xyz",
      ...operations.map(
        (operation, index) => `  ${String(index + 1).padEnd(3)} '${formatTriplet(operation)}'`,
      ),
    ],
    rows: reduceToAsymmetricUnit({ lattice: average, sites }, operations, tolerance),
  };
}

function nameItems(setting: SpaceGroupSetting): [string, string][] {
  const name = spaceGroupName(setting);
  return [
    ...(name === undefined ? [] : [["_space_group_name_H-M_alt", `'${name}'`] as [string, string]]),
    ["_space_group_name_Hall", formatText(setting.hall, undefined, "1.1", "Hall symbol")],
    ["_space_group_IT_number", String(setting.number)],
  ];
}

/** Decimals with all their places: 0.083 is what files write for 1/12, 0.08300000 is not. */
function formatTriplet(operation: SymmetryOperation): string {
  return formatOperation(operation)
    .replaceAll(",", ", ")
    .replaceAll(/\d+\.\d+/gu, (decimal) => decimal.padEnd(10, "0"));
}

/** The same crystal with coordinates for right-handed vectors; a CIF does not tell the hand. */
function rightHanded(structure: Structure): Structure {
  const { lattice, sites } = structure;
  if (tripleProduct(lattice.matrix) > 0) return structure;
  return {
    lattice,
    sites: sites.map((site) => ({ ...site, fractional: negate(site.fractional) })),
  };
}

function negate([x, y, z]: Vector3): Vector3 {
  return [wrapFractional(-x), wrapFractional(-y), wrapFractional(-z)];
}

const structureTags: ReadonlySet<string> = new Set([
  "_symmetry_equiv_pos_site_id",
  "_symmetry_equiv_pos_as_xyz",
  "_space_group_symop_id",
  "_space_group_symop_operation_xyz",
  "_atom_type_symbol",
  "_atom_type_oxidation_number",
  "_atom_site_type_symbol",
  "_atom_site_label",
  "_atom_site_symmetry_multiplicity",
  "_atom_site_wyckoff_symbol",
  "_atom_site_fract_x",
  "_atom_site_fract_y",
  "_atom_site_fract_z",
  "_atom_site_occupancy",
]);

/** Charges as their own table too, since readers differ in how they take `Na1+`. */
function atomTypeLoop(sites: readonly Site[]): string[] {
  const charges = new Map<string, number>();
  for (const { species } of sites) {
    for (const each of species) {
      if (each.charge !== undefined) charges.set(typeSymbol(each), each.charge);
    }
  }
  if (charges.size === 0) return [];
  const lines = ["loop_", " _atom_type_symbol", " _atom_type_oxidation_number"];
  for (const [symbol, charge] of charges) lines.push(`  ${symbol}  ${formatNumber(charge)}`);
  return lines;
}

function atomLoop(
  rows: readonly IndependentSite[],
  letters: readonly string[] | undefined,
  version: CifVersion,
): string[] {
  const lines = [
    "loop_",
    " _atom_site_type_symbol",
    " _atom_site_label",
    " _atom_site_symmetry_multiplicity",
    ...(letters === undefined ? [] : [" _atom_site_Wyckoff_symbol"]),
    " _atom_site_fract_x",
    " _atom_site_fract_y",
    " _atom_site_fract_z",
    " _atom_site_occupancy",
  ];
  const labels = new LabelMaker(
    rows.map(({ site }) => site),
    version,
  );
  for (const { site, index: row, multiplicity } of rows) {
    const position = site.fractional.map(formatNumber).join("  ");
    const known = letters?.[row];
    const written =
      known === undefined ? "?" : formatText(known, undefined, version, "Wyckoff letter");
    const letter = letters === undefined ? "" : `  ${written}`;
    for (let index = 0; index < site.species.length; index += 1) {
      const species = site.species[index];
      if (species === undefined) continue;
      const label = labels.labelOf(site, species, index);
      const occupancy = formatNumber(species.occupancy);
      lines.push(
        `  ${typeSymbol(species)}  ${label}  ${multiplicity}${letter}  ${position}  ${occupancy}`,
      );
    }
  }
  return lines;
}

/** Keeps given labels that are unique and makes up the others. */
class LabelMaker {
  readonly #given = new Map<string, number>();
  readonly #used = new Set<string>();
  readonly #counters = new Map<string, number>();

  readonly #version: CifVersion;

  constructor(sites: readonly Site[], version: CifVersion) {
    this.#version = version;
    for (const { label } of sites) {
      if (label !== undefined) this.#given.set(label, (this.#given.get(label) ?? 0) + 1);
    }
  }

  labelOf(site: Site, species: Species, index: number): string {
    const { label } = site;
    if (index === 0 && label !== undefined && label !== "" && this.#given.get(label) === 1) {
      return formatLabel(label, this.#version);
    }
    for (;;) {
      const count = (this.#counters.get(species.element) ?? 0) + 1;
      this.#counters.set(species.element, count);
      const made = `${species.element}${count}`;
      if (this.#given.has(made) || this.#used.has(made)) continue;
      this.#used.add(made);
      return made;
    }
  }
}

function formatLabel(label: string, version: CifVersion): string {
  const written = formatText(label, undefined, version, "label");
  if (written.includes("\n")) {
    throw new CifError(
      "CIF_UNWRITABLE",
      `the label ${JSON.stringify(label.slice(0, 60))} needs a text field`,
    );
  }
  return written;
}

/** `Na`, `Na1+`, `O2-`, `Fe2.5+`. */
function typeSymbol({ element, charge }: Species): string {
  if (charge === undefined) return element;
  return `${element}${formatNumber(Math.abs(charge))}${charge < 0 ? "-" : "+"}`;
}

/** Formula and number of units; the whole cell as one unit where amounts are not whole. */
function formulaSum(
  composition: Readonly<Record<string, number>>,
): { readonly sum: string; readonly units: number } | undefined {
  const amounts = Object.entries(composition).filter(([, amount]) => amount > 0);
  if (amounts.length === 0) return undefined;
  const isWhole = amounts.every(([, amount]) => Number.isInteger(amount));
  let units = 0;
  if (isWhole) {
    for (const [, amount] of amounts) units = commonDivisor(units, amount);
  } else {
    units = 1;
  }
  const hasCarbon = composition["C"] !== undefined;
  // Hill's order: carbon, hydrogen, then by symbol; by symbol alone without carbon.
  const rank = (element: string): string => {
    if (hasCarbon && element === "C") return "0";
    if (hasCarbon && element === "H") return "1";
    return `2${element}`;
  };
  const sum = amounts
    .sort(([left], [right]) => (rank(left) < rank(right) ? -1 : 1))
    .map(([element, amount]) => {
      const count = amount / units;
      return count === 1 ? element : `${element}${Number(count.toFixed(6))}`;
    })
    .join(" ");
  return { sum, units };
}

function commonDivisor(left: number, right: number): number {
  return right === 0 ? left : commonDivisor(right, left % right);
}

function formatNumber(value: number): string {
  if (!Number.isFinite(value)) {
    throw new CifError("CIF_UNWRITABLE", `the number ${value} is not finite`);
  }
  return String(value);
}

/** CIF 1.1 allows 75 characters, `data_` included. */
const longestName = 70;

function formatName(name: string, version: CifVersion): string {
  const printable = name.replaceAll(/[^!-~]/gu, "_");
  const allowed = version === "1.1" ? printable.slice(0, longestName) : printable;
  return allowed === "" ? "crystal" : allowed;
}

function formatComment(comment: string): string[] {
  return comment
    .split(/\r\n|\r|\n/u)
    .map((line) => `# ${line.replaceAll(/[^\t -~]/gu, "?")}`.trimEnd());
}
