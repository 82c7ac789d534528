import { wrapFractional } from "@ftcp/crystal";
import type { Lattice, Site, Species, Vector3 } from "@ftcp/crystal";

import { CifError } from "../cifError.ts";
import type { DiagnosticLog } from "../diagnosticLog.ts";
import type { AsymmetricUnit } from "../symmetry/asymmetricUnit.ts";
import type { CifBlock } from "../syntax/cifBlock.ts";
import type { CifLoop } from "../syntax/cifLoop.ts";
import type { CifValue } from "../syntax/cifValue.ts";
import type { AtomSymbol } from "./atomSymbol.ts";
import { cartesianToCellAxes } from "./cartesianToCellAxes.ts";
import { checkDisorder } from "./checkDisorder.ts";
import type { AtomTable } from "./findAtomTable.ts";
import type { AtomColumns } from "./findAtomColumns.ts";
import { isPresent } from "./isPresent.ts";
import { lastPlaceOf } from "./lastPlaceOf.ts";
import { parseMixedSymbol } from "./parseMixedSymbol.ts";
import { parseSiteLabel } from "./parseSiteLabel.ts";
import { parseTypeSymbol } from "./parseTypeSymbol.ts";
import { readOxidationNumbers } from "./readOxidationNumbers.ts";

/** What {@link readSites} needs besides the table. */
export interface ReadSitesOptions {
  /** Gives the elements of the chemical formula, none when it is not known. */
  readonly elements: () => ReadonlySet<string>;
  /** An occupancy up to this is a refined full site; a larger one is a mistake. */
  readonly maxOccupancy: number;
}

/** The sites of an atom list, and the rows of the list that they come from. */
export interface SiteReading extends AsymmetricUnit {
  /** Row of the atom list for each site. */
  readonly rows: readonly number[];
}

/**
 * Reads the rows of an atom list.
 *
 * @param block - the data block
 * @param table - its atom list
 * @param lattice - its cell
 * @param options - see {@link ReadSitesOptions}
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
  options: ReadSitesOptions,
  log: DiagnosticLog,
): SiteReading {
  return new SiteReader(block, table, lattice, options, log).read();
}

class SiteReader {
  readonly #block: CifBlock;
  readonly #loop: CifLoop;
  readonly #columns: AtomColumns;
  readonly #options: ReadSitesOptions;
  readonly #log: DiagnosticLog;
  readonly #columnX: number;
  readonly #columnY: number;
  readonly #columnZ: number;
  readonly #toFractional: ((position: Vector3) => Vector3) | undefined;
  readonly #oxidation: ReadonlyMap<string, number>;
  /** Atoms by type symbol or label; a crystal has few kinds of them. */
  readonly #atoms = new Map<string, AtomSymbol>();
  /** The species of fully occupied sites, which share their array. */
  readonly #fullSpecies = new Map<string, readonly Species[]>();
  readonly #sites: Site[] = [];
  readonly #rows: number[] = [];
  #impliedHydrogens: Map<number, number> | undefined;

  constructor(
    block: CifBlock,
    table: AtomTable,
    lattice: Lattice,
    options: ReadSitesOptions,
    log: DiagnosticLog,
  ) {
    const { loop, columns, coordinates } = table;
    this.#block = block;
    this.#loop = loop;
    this.#columns = columns;
    this.#options = options;
    this.#log = log;
    this.#oxidation = readOxidationNumbers(block);
    if (coordinates === "fractional") {
      this.#columnX = columns.fractionalX;
      this.#columnY = columns.fractionalY;
      this.#columnZ = columns.fractionalZ;
    } else {
      this.#columnX = columns.cartesianX;
      this.#columnY = columns.cartesianY;
      this.#columnZ = columns.cartesianZ;
      this.#toFractional = cartesianToCellAxes(block, lattice, log);
      log.note(
        "info",
        "CIF_CARTESIAN_COORDINATES",
        "the atoms are given in Cartesian coordinates only",
        loop,
      );
    }
  }

  read(): SiteReading {
    const loop = this.#loop;
    const { rowCount } = loop;
    const { model } = this.#columns;
    const firstModel = model < 0 || rowCount === 0 ? undefined : loop.text(0, model);
    let otherModel = -1;
    for (let row = 0; row < rowCount; row += 1) {
      if (firstModel !== undefined && loop.text(row, model) !== firstModel) {
        if (otherModel < 0) otherModel = row;
        continue;
      }
      this.#readRow(row);
    }
    if (otherModel >= 0) {
      this.#log.note(
        "warning",
        "CIF_FURTHER_MODELS",
        `the atom list holds several models of the same atoms; model ${firstModel ?? ""} is read`,
        loop.value(otherModel, model),
      );
    }
    if (this.#log.isHeard) checkDisorder(loop, this.#columns, this.#rows, this.#sites, this.#log);
    return {
      sites: this.#sites,
      rows: this.#rows,
      placeOf: (index) => loop.value(this.#rows[index] ?? 0, 0),
      ...(this.#toFractional === undefined
        ? { lastPlacesOf: (index) => this.#lastPlacesOf(this.#rows[index] ?? 0) }
        : {}),
      ...(this.#impliedHydrogens === undefined ? {} : { impliedHydrogens: this.#impliedHydrogens }),
    };
  }

  #readRow(row: number): void {
    const loop = this.#loop;
    const columns = this.#columns;
    if (columns.calculationFlag >= 0) {
      if (loop.text(row, columns.calculationFlag).toLowerCase() === "dum") {
        this.#noteDummy(row);
        return;
      }
    }
    let x = this.#columnX < 0 ? NaN : loop.number(row, this.#columnX);
    let y = this.#columnY < 0 ? NaN : loop.number(row, this.#columnY);
    let z = this.#columnZ < 0 ? NaN : loop.number(row, this.#columnZ);
    if (Number.isNaN(x + y + z)) {
      if (!this.#hasPosition(row)) {
        this.#log.note(
          "warning",
          "CIF_SITE_WITHOUT_COORDINATES",
          `${this.#nameOf(row)} has no position; it is left out`,
          loop.value(row, 0),
        );
        return;
      }
    }
    const atom = this.#atomOf(row);
    if (atom.kind === "dummy") {
      this.#noteDummy(row);
      return;
    }
    let occupancy = 1;
    if (columns.occupancy >= 0) {
      occupancy = loop.number(row, columns.occupancy);
      if (!(occupancy > 0 && occupancy <= 1)) occupancy = this.#repairOccupancy(row, occupancy);
      if (occupancy === 0) return;
    }
    if (Number.isNaN(x + y + z)) {
      x = this.#coordinate(row, this.#columnX);
      y = this.#coordinate(row, this.#columnY);
      z = this.#coordinate(row, this.#columnZ);
    }
    if (this.#toFractional !== undefined) [x, y, z] = this.#toFractional([x, y, z]);
    if (!Number.isFinite(x + y + z)) {
      throw this.#error(
        "CIF_INVALID_NUMBER",
        `${this.#nameOf(row)} has no finite coordinates`,
        loop.value(row, 0),
      );
    }
    const fractional: Vector3 = [wrapFractional(x), wrapFractional(y), wrapFractional(z)];
    const species = this.#speciesOf(atom, occupancy);
    const { label } = columns;
    if (label >= 0 && loop.isPresent(row, label)) {
      this.#sites.push({ species, fractional, label: loop.text(row, label) });
    } else {
      this.#sites.push({ species, fractional });
    }
    this.#rows.push(row);
    this.#countHydrogens(row, atom);
  }

  #lastPlacesOf(row: number): Vector3 {
    return [
      lastPlaceOf(this.#loop.text(row, this.#columnX)),
      lastPlaceOf(this.#loop.text(row, this.#columnY)),
      lastPlaceOf(this.#loop.text(row, this.#columnZ)),
    ];
  }

  #hasPosition(row: number): boolean {
    return [this.#columnX, this.#columnY, this.#columnZ].every(
      (column) => column >= 0 && this.#loop.isPresent(row, column),
    );
  }

  #speciesOf(atom: Exclude<AtomSymbol, { kind: "dummy" }>, occupancy: number): readonly Species[] {
    if (atom.kind === "mixture") {
      return occupancy === 1
        ? atom.species
        : atom.species.map((each) => ({ ...each, occupancy: each.occupancy * occupancy }));
    }
    const { element, charge } = atom;
    if (charge !== undefined) return [{ element, occupancy, charge }];
    if (occupancy !== 1) return [{ element, occupancy }];
    let species = this.#fullSpecies.get(element);
    if (species === undefined) {
      species = [{ element, occupancy }];
      this.#fullSpecies.set(element, species);
    }
    return species;
  }

  #coordinate(row: number, column: number): number {
    const number = this.#loop.number(row, column);
    if (!Number.isNaN(number)) return number;
    const value = this.#loop.value(row, column);
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

  #repairOccupancy(row: number, number: number): number {
    const value = this.#loop.value(row, this.#columns.occupancy);
    const note = (
      severity: "info" | "warning",
      code: "CIF_OCCUPANCY_ASSUMED" | "CIF_OCCUPANCY_ZERO" | "CIF_OCCUPANCY_ABOVE_ONE",
      message: string,
    ): void => {
      this.#log.note(severity, code, `the occupancy of ${this.#nameOf(row)} is ${message}`, value);
    };
    if (!isPresent(value)) {
      note("info", "CIF_OCCUPANCY_ASSUMED", "not given; 1 is taken");
      return 1;
    }
    if (number === 0) {
      note("warning", "CIF_OCCUPANCY_ZERO", "0; it is left out");
      return 0;
    }
    if (number > 1 && number <= this.#options.maxOccupancy) {
      note("warning", "CIF_OCCUPANCY_ABOVE_ONE", `${number}; 1 is taken`);
      return 1;
    }
    throw this.#error(
      Number.isNaN(number) ? "CIF_INVALID_NUMBER" : "CIF_INVALID_OCCUPANCY",
      `the occupancy of ${this.#nameOf(row)} is ${short(value)}`,
      value,
    );
  }

  #atomOf(row: number): AtomSymbol {
    const loop = this.#loop;
    const { typeSymbol, label } = this.#columns;
    const hasType = typeSymbol >= 0 && loop.isPresent(row, typeSymbol);
    const hasLabel = label >= 0 && loop.isPresent(row, label);
    // A bare value never begins with a space, so types and labels do not get mixed up.
    const key = hasType ? loop.text(row, typeSymbol) : ` ${hasLabel ? loop.text(row, label) : ""}`;
    const known = this.#atoms.get(key);
    if (known !== undefined) return known;
    const type = hasType ? loop.value(row, typeSymbol) : undefined;
    const atom = this.#identify(type, hasLabel ? loop.value(row, label) : undefined);
    if (atom === undefined) {
      throw this.#error(
        "CIF_UNKNOWN_ELEMENT",
        `no element can be read from ${type === undefined ? this.#nameOf(row) : short(type)}`,
        type ?? loop.value(row, Math.max(label, 0)),
      );
    }
    const oxidation = type === undefined ? undefined : this.#oxidation.get(type.text);
    const resolved: AtomSymbol =
      atom.kind === "atom" && oxidation !== undefined ? { ...atom, charge: oxidation } : atom;
    this.#atoms.set(key, resolved);
    return resolved;
  }

  #identify(type: CifValue | undefined, label: CifValue | undefined): AtomSymbol | undefined {
    if (type === undefined) {
      if (label === undefined) return undefined;
      const atom = parseSiteLabel(label.text, this.#options.elements());
      if (atom !== undefined) this.#noteGuess(atom, label);
      return atom;
    }
    const symbol = type.text.trim();
    const atom = parseTypeSymbol(symbol);
    if (atom !== undefined) return atom;
    const mixture = parseMixedSymbol(symbol);
    if (mixture !== undefined) {
      this.#log.note(
        "warning",
        "CIF_MIXED_TYPE_SYMBOL",
        `the type symbol ${short(type)} is read as a mixture`,
        type,
      );
      return mixture;
    }
    // Only plain names such as "Ow" or "Cval": "Si/Al" must not become silicon.
    if (!/^[A-Za-z]+[\d+-]*$/u.test(symbol)) return undefined;
    const guess = parseSiteLabel(symbol, this.#options.elements());
    if (guess?.kind !== "atom") return guess;
    const unsure: AtomSymbol = { ...guess, certainty: "guessed" };
    this.#noteGuess(unsure, type);
    return unsure;
  }

  #noteGuess(atom: AtomSymbol, from: CifValue): void {
    if (atom.kind !== "atom" || atom.certainty === "exact") return;
    if (atom.hydrogens === undefined) {
      this.#log.note(
        "warning",
        "CIF_ELEMENT_AMBIGUOUS",
        `${short(from)} is read as ${atom.element}`,
        from,
      );
    } else {
      this.#log.note(
        "warning",
        "CIF_HYDROGEN_WITHOUT_COORDINATES",
        `${short(from)} is read as ${atom.element}; its hydrogen atoms have no positions`,
        from,
      );
    }
  }

  #noteDummy(row: number): void {
    this.#log.note(
      "warning",
      "CIF_DUMMY_SITE",
      `${this.#nameOf(row)} is a dummy atom; it is left out`,
      this.#loop.value(row, 0),
    );
  }

  /** Remembers hydrogen atoms without positions for the comparison with the formula. */
  #countHydrogens(row: number, atom: AtomSymbol): void {
    let count = atom.kind === "atom" ? (atom.hydrogens ?? 0) : 0;
    const column = this.#columns.attachedHydrogens;
    if (column >= 0) {
      const attached = this.#loop.number(row, column);
      if (attached > 0 && attached < 10) {
        count = attached;
        this.#log.note(
          "warning",
          "CIF_HYDROGEN_WITHOUT_COORDINATES",
          `${this.#nameOf(row)} carries ${attached} hydrogen atoms without positions; they are left out`,
          this.#loop.value(row, column),
        );
      }
    }
    if (count === 0) return;
    this.#impliedHydrogens ??= new Map();
    this.#impliedHydrogens.set(this.#sites.length - 1, count);
  }

  #nameOf(row: number): string {
    const { label } = this.#columns;
    return label < 0 ? "a site" : short(this.#loop.value(row, label));
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

function short(value: CifValue): string {
  return value.text.length <= 40 ? value.text : `${value.text.slice(0, 40)}…`;
}
