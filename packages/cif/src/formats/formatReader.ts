import { createSite, CrystalError, latticeFromMatrix } from "@ftcp/crystal";
import type { Lattice, Matrix3, Site, Species, Vector3 } from "@ftcp/crystal";

import type { CifPlace } from "../syntax/cifPlace.ts";
import { symbolsByLowerCase } from "../structure/symbolsByLowerCase.ts";
import type { FormatDiagnostic, FormatNoticeCode } from "./formatDiagnostic.ts";
import { FormatError } from "./formatError.ts";
import type { FormatErrorCode } from "./formatError.ts";
import type { ParseFormatOptions } from "./parseFormatOptions.ts";
import type { StructureFormat } from "./structureFormat.ts";

/** A place in a text, and the JSON value there where the text is JSON. */
export interface FormatPlace extends CifPlace {
  /** The JSON value, as `sites[3].abc`. */
  readonly path?: string;
}

/** Remarks that tell a reader nothing new when they come again. */
const onceOnly: ReadonlySet<FormatNoticeCode> = new Set([
  "FORMAT_PROPERTIES_IGNORED",
  "FORMAT_ELEMENT_SPELLING",
  "FORMAT_NUMBER_IGNORED",
]);

/**
 * What the readers of all formats share: limits, remarks, and crystals from numbers, with every fault
 * as a {@link FormatError}.
 *
 * @internal
 */
export class FormatReader {
  readonly format: StructureFormat;
  readonly maxSites: number;
  readonly maxLength: number;
  readonly #onDiagnostic: ((diagnostic: FormatDiagnostic) => void) | undefined;
  readonly #noted = new Set<FormatNoticeCode>();

  constructor(format: StructureFormat, options: ParseFormatOptions) {
    const { maxSites = 100_000, maxLength = 100_000_000, onDiagnostic } = options;
    this.format = format;
    this.maxSites = maxSites;
    this.maxLength = maxLength;
    this.#onDiagnostic = onDiagnostic;
  }

  error(code: FormatErrorCode, message: string, at?: FormatPlace, cause?: unknown): FormatError {
    return new FormatError(code, this.format, message, {
      ...(at === undefined ? {} : { line: at.line, column: at.column }),
      ...(at?.path === undefined ? {} : { path: at.path }),
      ...(cause === undefined ? {} : { cause }),
    });
  }

  note(
    severity: FormatDiagnostic["severity"],
    code: FormatNoticeCode,
    message: string,
    place: () => CifPlace,
  ): void {
    if (this.#onDiagnostic === undefined) return;
    if (onceOnly.has(code)) {
      if (this.#noted.has(code)) return;
      this.#noted.add(code);
    }
    const { line, column } = place();
    this.#onDiagnostic({ severity, code, message, line, column });
  }

  checkLength(length: number): void {
    if (length > this.maxLength) {
      throw this.error("FORMAT_TOO_LONG", `the text is longer than ${this.maxLength}`);
    }
  }

  checkSites(count: number, at?: FormatPlace): void {
    if (count > this.maxSites) {
      throw this.error(
        "FORMAT_TOO_MANY_SITES",
        `the crystal has more than ${this.maxSites} sites`,
        at,
      );
    }
  }

  /** The element with a symbol in any case; the place is asked for only when it is needed. */
  element(symbol: string, place: () => FormatPlace): string {
    const element = symbolsByLowerCase.get(symbol.toLowerCase());
    if (element === undefined) {
      throw this.error(
        "FORMAT_UNKNOWN_ELEMENT",
        `${quote(symbol)} is not the symbol of an element up to lawrencium`,
        place(),
      );
    }
    if (element !== symbol) {
      const message = `${quote(symbol)} is read as ${element}`;
      this.note("warning", "FORMAT_ELEMENT_SPELLING", message, place);
    }
    return element;
  }

  lattice(matrix: Matrix3, place: () => FormatPlace): Lattice {
    try {
      return latticeFromMatrix(matrix);
    } catch (cause) {
      throw this.#wrap(cause, place);
    }
  }

  site(
    species: string | readonly Species[],
    fractional: Vector3,
    label: string | undefined,
    place: () => FormatPlace,
  ): Site {
    try {
      return createSite(species, fractional, label);
    } catch (cause) {
      throw this.#wrap(cause, place);
    }
  }

  #wrap(cause: unknown, place: () => FormatPlace): unknown {
    if (!(cause instanceof CrystalError)) return cause;
    const message = cause.message.replace(/\.$/u, "");
    const code =
      cause.code === "CRYSTAL_INVALID_LATTICE"
        ? "FORMAT_INVALID_LATTICE"
        : cause.code === "CRYSTAL_INVALID_SITE"
          ? cause.data.site?.fractional.every(Number.isFinite) === true
            ? "FORMAT_INVALID_OCCUPANCY"
            : "FORMAT_INVALID_NUMBER"
          : "FORMAT_UNKNOWN_ELEMENT";
    return this.error(code, message, place(), cause);
  }
}

/** A text in quotes for a message, cut to a few words. */
export function quote(text: string): string {
  return JSON.stringify(text.length <= 40 ? text : `${text.slice(0, 40)}…`);
}
