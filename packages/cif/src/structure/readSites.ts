import { wrapFractional } from "@ftcp/crystal";
import type { Lattice, Species, Vector3 } from "@ftcp/crystal";

import { CifError } from "../cifError.ts";
import type { DiagnosticLog } from "../diagnosticLog.ts";
import type { SiteRow } from "../symmetry/mergeSites.ts";
import type { CifBlock } from "../syntax/cifBlock.ts";
import type { CifValue } from "../syntax/cifDocument.ts";
import { readNumber } from "../syntax/readNumber.ts";
import type { AtomSymbol } from "./atomSymbol.ts";
import { coordinateTags } from "./coordinateTags.ts";
import type { AtomTable } from "./findAtomTable.ts";
import { cartesianToCellAxes } from "./cartesianToCellAxes.ts";
import { isPresent } from "./isPresent.ts";
import { parseSiteLabel } from "./parseSiteLabel.ts";
import { parseTypeSymbol } from "./parseTypeSymbol.ts";

/** An occupancy up to this is a refined full site; a larger one is a mistake. */
const largestOccupancy = 1.1;

/**
 * Reads the rows of an atom list.
 *
 * @param block - the data block
 * @param table - its atom list
 * @param lattice - its cell
 * @param formula - elements of the chemical formula, empty when not known
 * @param log - receives the remarks
 * @returns one site a row with its place in the file; rows without an atom or position are left out
 * @throws {@link CifError} with code `CIF_INVALID_NUMBER`, `CIF_UNKNOWN_ELEMENT` or
 * `CIF_INVALID_OCCUPANCY`
 * @internal
 */
export function readSites(
  block: CifBlock,
  table: AtomTable,
  lattice: Lattice,
  formula: ReadonlySet<string>,
  log: DiagnosticLog,
): SiteRow[] {
  return new SiteReader(block, table, lattice, formula, log).read();
}

class SiteReader {
  readonly #block: CifBlock;
  readonly #table: AtomTable;
  readonly #formula: ReadonlySet<string>;
  readonly #log: DiagnosticLog;
  readonly #toFractional: ((position: Vector3) => Vector3) | undefined;
  readonly #oxidation: ReadonlyMap<string, number>;
  /** Atoms by type symbol or label; a crystal has few kinds of them. */
  readonly #atoms = new Map<string, AtomSymbol | undefined>();

  constructor(
    block: CifBlock,
    table: AtomTable,
    lattice: Lattice,
    formula: ReadonlySet<string>,
    log: DiagnosticLog,
  ) {
    this.#block = block;
    this.#table = table;
    this.#formula = formula;
    this.#log = log;
    this.#oxidation = readOxidationNumbers(block);
    if (table.coordinates === "cartesian") {
      this.#toFractional = cartesianToCellAxes(block, lattice);
      log.note(
        "info",
        "CIF_CARTESIAN_COORDINATES",
        "the atoms are given in Cartesian coordinates only",
        table.values[0] ?? block,
      );
    }
  }

  read(): SiteRow[] {
    const { values, width, columns, coordinates } = this.#table;
    const tags = coordinateTags[coordinates];
    const columnX = columns.get(tags[0]) ?? -1;
    const columnY = columns.get(tags[1]) ?? -1;
    const columnZ = columns.get(tags[2]) ?? -1;
    const columnOccupancy = columns.get("_atom_site_occupancy") ?? -1;
    const columnLabel = columns.get("_atom_site_label") ?? columns.get("_atom_site_id") ?? -1;
    const columnType = columns.get("_atom_site_type_symbol") ?? -1;
    const columnFlag = columns.get("_atom_site_calc_flag") ?? -1;
    const columnHydrogens = columns.get("_atom_site_attached_hydrogens") ?? -1;
    const rows: SiteRow[] = [];
    for (let start = 0; start < values.length; start += width) {
      const place = values[start];
      if (place === undefined) break;
      const label = columnLabel < 0 ? undefined : values[start + columnLabel];
      const type = columnType < 0 ? undefined : values[start + columnType];
      if (columnFlag >= 0 && values[start + columnFlag]?.text.toLowerCase() === "dum") {
        this.#noteDummy(place, label);
        continue;
      }
      const x = columnX < 0 ? undefined : values[start + columnX];
      const y = columnY < 0 ? undefined : values[start + columnY];
      const z = columnZ < 0 ? undefined : values[start + columnZ];
      if (!isPresent(x) || !isPresent(y) || !isPresent(z)) {
        this.#log.note(
          "warning",
          "CIF_SITE_WITHOUT_COORDINATES",
          `${nameOf(label)} has no position; it is left out`,
          place,
        );
        continue;
      }
      const atom = this.#atomOf(type, label, place);
      if (atom.kind === "dummy") {
        this.#noteDummy(place, label);
        continue;
      }
      const occupancy =
        columnOccupancy < 0 ? 1 : this.#occupancyOf(values[start + columnOccupancy], label, place);
      if (occupancy === 0) continue;
      if (columnHydrogens >= 0) this.#noteHydrogens(values[start + columnHydrogens], label);
      let position: Vector3 = [this.#coordinate(x), this.#coordinate(y), this.#coordinate(z)];
      if (this.#toFractional !== undefined) position = this.#toFractional(position);
      const fractional: Vector3 = [
        wrapFractional(position[0]),
        wrapFractional(position[1]),
        wrapFractional(position[2]),
      ];
      const { element, charge } = atom;
      const species: readonly Species[] = [
        charge === undefined ? { element, occupancy } : { element, occupancy, charge },
      ];
      const { line, column } = place;
      rows.push(
        isPresent(label)
          ? { species, fractional, label: label.text, line, column }
          : { species, fractional, line, column },
      );
    }
    return rows;
  }

  #coordinate(value: CifValue): number {
    const number = readNumber(value.text);
    if (Number.isNaN(number)) {
      const fraction = /^([+-]?\d{1,2})\/(\d{1,2})$/u.exec(value.text);
      if (fraction !== null && Number(fraction[2]) > 0) {
        this.#log.note(
          "warning",
          "CIF_FRACTION",
          `the coordinate ${value.text} is a fraction, not a decimal; its value is taken`,
          value,
        );
        return Number(fraction[1]) / Number(fraction[2]);
      }
      throw this.#error("CIF_INVALID_NUMBER", `a coordinate is no number: ${short(value)}`, value);
    }
    return number;
  }

  #occupancyOf(value: CifValue | undefined, label: CifValue | undefined, place: CifValue): number {
    const at = value ?? place;
    if (!isPresent(value)) {
      this.#log.note(
        "info",
        "CIF_OCCUPANCY_ASSUMED",
        `the occupancy of ${nameOf(label)} is not given; 1 is taken`,
        at,
      );
      return 1;
    }
    const number = readNumber(value.text);
    if (number > 0 && number <= 1) return number;
    if (number === 0) {
      this.#log.note(
        "warning",
        "CIF_OCCUPANCY_ZERO",
        `the occupancy of ${nameOf(label)} is 0; it is left out`,
        value,
      );
      return 0;
    }
    if (number > 1 && number <= largestOccupancy) {
      this.#log.note(
        "warning",
        "CIF_OCCUPANCY_ABOVE_ONE",
        `the occupancy of ${nameOf(label)} is ${number}; 1 is taken`,
        value,
      );
      return 1;
    }
    throw this.#error(
      Number.isNaN(number) ? "CIF_INVALID_NUMBER" : "CIF_INVALID_OCCUPANCY",
      `the occupancy of ${nameOf(label)} is ${short(value)}`,
      value,
    );
  }

  #atomOf(type: CifValue | undefined, label: CifValue | undefined, place: CifValue): AtomSymbol {
    const hasType = isPresent(type);
    const labelPlace = label ?? place;
    // A space never occurs inside a bare value, so the joint key is unambiguous enough for a cache.
    const key = hasType ? type.text : ` ${isPresent(label) ? label.text : ""}`;
    const known = this.#atoms.get(key);
    if (known !== undefined) return known;
    const atom = this.#identify(hasType ? type : undefined, isPresent(label) ? label : undefined);
    if (atom === undefined) {
      throw this.#error(
        "CIF_UNKNOWN_ELEMENT",
        `no element can be read from ${hasType ? short(type) : nameOf(label)}`,
        hasType ? type : labelPlace,
      );
    }
    const oxidation = hasType ? this.#oxidation.get(type.text) : undefined;
    const resolved: AtomSymbol =
      atom.kind === "atom" && oxidation !== undefined ? { ...atom, charge: oxidation } : atom;
    // A type symbol that is no element is read with the help of the label, so it is not cached.
    if (!hasType || atom.kind === "dummy" || atom.certainty === "exact") {
      this.#atoms.set(key, resolved);
    }
    return resolved;
  }

  #identify(type: CifValue | undefined, label: CifValue | undefined): AtomSymbol | undefined {
    if (type !== undefined) {
      const symbol = type.text.trim();
      const atom = parseTypeSymbol(symbol);
      if (atom !== undefined) return atom;
      // Only plain names such as "Ow" or "Cval": "0.75Si + 0.25Al" must not become silicon.
      if (!/^[A-Za-z]+[\d+-]*$/u.test(symbol)) return undefined;
      const guess = parseSiteLabel(symbol, this.#formula);
      if (guess?.kind === "atom") {
        this.#noteGuess(
          { ...guess, certainty: guess.certainty === "exact" ? "guessed" : guess.certainty },
          type,
        );
        return guess.certainty === "exact" ? { ...guess, certainty: "guessed" } : guess;
      }
      return guess;
    }
    if (label === undefined) return undefined;
    const atom = parseSiteLabel(label.text, this.#formula);
    if (atom?.kind === "atom") this.#noteGuess(atom, label);
    return atom;
  }

  #noteGuess(atom: Extract<AtomSymbol, { kind: "atom" }>, from: CifValue): void {
    if (atom.certainty === "guessed") {
      this.#log.note(
        "warning",
        "CIF_ELEMENT_AMBIGUOUS",
        `${short(from)} is read as ${atom.element}`,
        from,
      );
    } else if (atom.certainty === "hydrogen") {
      this.#log.note(
        "warning",
        "CIF_HYDROGEN_WITHOUT_COORDINATES",
        `${short(from)} is read as ${atom.element}; its hydrogen atoms have no positions`,
        from,
      );
    }
  }

  #noteDummy(place: CifValue, label: CifValue | undefined): void {
    this.#log.note(
      "warning",
      "CIF_DUMMY_SITE",
      `${nameOf(label)} is a dummy atom; it is left out`,
      place,
    );
  }

  #noteHydrogens(value: CifValue | undefined, label: CifValue | undefined): void {
    if (!isPresent(value) || !(readNumber(value.text) > 0)) return;
    this.#log.note(
      "warning",
      "CIF_HYDROGEN_WITHOUT_COORDINATES",
      `${nameOf(label)} carries ${value.text} hydrogen atoms without positions; they are left out`,
      value,
    );
  }

  #error(
    code: "CIF_INVALID_NUMBER" | "CIF_UNKNOWN_ELEMENT" | "CIF_INVALID_OCCUPANCY",
    message: string,
    at: CifValue,
  ): CifError {
    return new CifError(code, message, {
      line: at.line,
      column: at.column,
      block: this.#block.name,
    });
  }
}

function readOxidationNumbers(block: CifBlock): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  const entry = block.entry("_atom_type_oxidation_number");
  if (entry === undefined || entry !== block.entry("_atom_type_symbol")) {
    if (entry?.kind !== "item") return numbers;
  }
  const types = block.values("_atom_type_symbol");
  const values = block.values("_atom_type_oxidation_number");
  for (let index = 0; index < types.length; index += 1) {
    const value = values[index];
    if (!isPresent(value)) continue;
    const number = readNumber(value.text);
    if (!Number.isNaN(number)) numbers.set(types[index]?.text ?? "", number + 0);
  }
  return numbers;
}

function nameOf(label: CifValue | undefined): string {
  return label === undefined ? "a site" : short(label);
}

function short(value: CifValue): string {
  return value.text.length <= 40 ? value.text : `${value.text.slice(0, 40)}…`;
}
