import { compositionOf, latticeVolume } from "@ftcp/crystal";
import type { Site, Species, Structure } from "@ftcp/crystal";

import { CifError } from "./cifError.ts";
import { formulaOf } from "./formulaOf.ts";
import { normalizeTag } from "./syntax/normalizeTag.ts";
import { formatCifValue } from "./write/formatCifValue.ts";
import type { WriteCifOptions } from "./writeCifOptions.ts";

/**
 * Writes a crystal as CIF 1.1 text with all sites of the cell listed (space group P 1).
 *
 * @param structure - the crystal
 * @param options - see {@link WriteCifOptions}
 * @returns the text, with LF line ends
 * @throws {@link CifError} with code `CIF_UNWRITABLE` when a label or an item holds characters that
 * CIF 1.1 does not allow, an item's name is no data name or already in use, or a number is not finite
 *
 * @remarks
 * Every number is the shortest decimal that gives the same double, so `parseCif(writeCif(x))` has the
 * same cell parameters, species, occupancies, charges and coordinates as `x`, bit for bit. (Cartesian
 * lattice vectors come back in the orientation of `createLattice`; a CIF holds no orientation.)
 * Labels are kept where they are present and unique, and made up (`Na1`) where not. A site with
 * several species becomes several rows on one position.
 *
 * @example
 * ```ts
 * const text = writeCif(structure, { items: { _ftcp_seed: 7 } });
 * ```
 *
 * @see https://www.iucr.org/resources/cif/spec/version1.1/cifsyntax
 */
export function writeCif(structure: Structure, options: WriteCifOptions = {}): string {
  const { lattice, sites } = structure;
  const name = options.name ?? formulaOf(structure);
  const lines: string[] = [];
  if (options.comment !== undefined) lines.push(...formatComment(options.comment));
  lines.push(`data_${formatName(name)}`);
  const tags = new Set<string>();
  const addItem = (tag: string, value: string): void => {
    tags.add(normalizeTag(tag));
    lines.push(value.startsWith("\n") ? `${tag}${value}` : `${tag.padEnd(33)} ${value}`);
  };
  const formula = formulaSum(compositionOf(structure));
  addItem("_symmetry_space_group_name_H-M", "'P 1'");
  addItem("_symmetry_Int_Tables_number", "1");
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
    addItem(tag, typeof value === "number" ? formatNumber(value) : formatCifValue(value));
  }
  lines.push(
    "loop_",
    " _symmetry_equiv_pos_site_id",
    " _symmetry_equiv_pos_as_xyz",
    "  1  'x, y, z'",
  );
  lines.push(...atomTypeLoop(sites));
  if (sites.length > 0) lines.push(...atomLoop(sites));
  return `${lines.join("\n")}\n`;
}

const structureTags: ReadonlySet<string> = new Set([
  "_symmetry_equiv_pos_site_id",
  "_symmetry_equiv_pos_as_xyz",
  "_space_group_symop_operation_xyz",
  "_atom_type_symbol",
  "_atom_type_oxidation_number",
  "_atom_site_type_symbol",
  "_atom_site_label",
  "_atom_site_symmetry_multiplicity",
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

function atomLoop(sites: readonly Site[]): string[] {
  const lines = [
    "loop_",
    " _atom_site_type_symbol",
    " _atom_site_label",
    " _atom_site_symmetry_multiplicity",
    " _atom_site_fract_x",
    " _atom_site_fract_y",
    " _atom_site_fract_z",
    " _atom_site_occupancy",
  ];
  const labels = new LabelMaker(sites);
  for (const site of sites) {
    const position = site.fractional.map(formatNumber).join("  ");
    for (let index = 0; index < site.species.length; index += 1) {
      const species = site.species[index];
      if (species === undefined) continue;
      const label = labels.labelOf(site, species, index);
      const occupancy = formatNumber(species.occupancy);
      lines.push(`  ${typeSymbol(species)}  ${label}  1  ${position}  ${occupancy}`);
    }
  }
  return lines;
}

/** Keeps given labels that are unique and makes up the others. */
class LabelMaker {
  readonly #given = new Map<string, number>();
  readonly #used = new Set<string>();
  readonly #counters = new Map<string, number>();

  constructor(sites: readonly Site[]) {
    for (const { label } of sites) {
      if (label !== undefined) this.#given.set(label, (this.#given.get(label) ?? 0) + 1);
    }
  }

  labelOf(site: Site, species: Species, index: number): string {
    const { label } = site;
    if (index === 0 && label !== undefined && label !== "" && this.#given.get(label) === 1) {
      return formatLabel(label);
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

function formatLabel(label: string): string {
  const written = formatCifValue(label);
  if (written.startsWith("\n")) {
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

function formatName(name: string): string {
  const allowed = name.replaceAll(/[^!-~]/gu, "_");
  return allowed === "" ? "crystal" : allowed;
}

function formatComment(comment: string): string[] {
  return comment
    .split(/\r\n|\r|\n/u)
    .map((line) => `# ${line.replaceAll(/[^\t -~]/gu, "?")}`.trimEnd());
}
