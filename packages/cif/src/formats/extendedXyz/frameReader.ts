import { elementByNumber } from "@ftcp/crystal";
import type { Lattice, Result, Site, Structure } from "@ftcp/crystal";

import { FormatError } from "../formatError.ts";
import { FormatReader, quote } from "../formatReader.ts";
import type { FormatPlace } from "../formatReader.ts";
import { isotopeOf } from "../isotopes.ts";
import type { ParseFormatOptions } from "../parseFormatOptions.ts";
import { readDecimal } from "../readDecimal.ts";
import { splitWords } from "../splitWords.ts";
import type { Word } from "../splitWords.ts";
import { toFractional } from "../toFractional.ts";
import { parseKeyValues } from "./parseKeyValues.ts";

/** What a column of the atom lines holds. */
interface Columns {
  readonly width: number;
  readonly species: number;
  readonly number: number;
  readonly position: number;
  readonly mass: number;
  readonly label: number;
  readonly charge: number;
}

interface Frame {
  readonly count: number;
  /** Lines still to come, the comment line included. */
  left: number;
  lattice: Lattice | undefined;
  columns: Columns | undefined;
  readonly sites: Site[];
  /** What is wrong with the frame; its lines are still counted, so that the next one is found. */
  error: FormatError | undefined;
}

/**
 * Makes crystals of the lines of an extended XYZ file, one line after the other.
 *
 * @internal
 */
export class FrameReader {
  readonly #base: FormatReader;
  #line = 0;
  #frame: Frame | undefined;
  /** After a line that should be a count nothing tells where the next frame begins. */
  #isLost = false;

  constructor(options: ParseFormatOptions) {
    this.#base = new FormatReader("extxyz", options);
  }

  /** Takes the next line; gives the frame that it completes, if it completes one. */
  push(text: string): Result<Structure, FormatError> | undefined {
    this.#line += 1;
    if (this.#isLost) return undefined;
    const frame = this.#frame;
    if (frame === undefined) return this.#start(text);
    try {
      if (frame.error === undefined) {
        if (frame.left > frame.count) this.#readComment(frame, text);
        else frame.sites.push(this.#readSite(frame, text));
      }
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      frame.error = error;
    }
    frame.left -= 1;
    return frame.left === 0 ? this.#finish(frame) : undefined;
  }

  /** Says that there are no more lines; gives the error of an unfinished frame. */
  end(): Result<Structure, FormatError> | undefined {
    const frame = this.#frame;
    if (frame === undefined) return undefined;
    this.#frame = undefined;
    const missing = Math.min(frame.left, frame.count);
    const error =
      frame.error ??
      this.#base.error(
        "FORMAT_INCOMPLETE",
        `the text ends ${missing} lines before the end of its last frame`,
        this.#place(),
      );
    return { ok: false, error };
  }

  #place(): FormatPlace {
    return { line: this.#line, column: 1 };
  }

  #start(text: string): Result<Structure, FormatError> | undefined {
    const trimmed = text.trim();
    if (trimmed === "") return undefined;
    if (!/^\+?\d+$/u.test(trimmed) || !Number.isSafeInteger(Number(trimmed))) {
      this.#isLost = true;
      return {
        ok: false,
        error: this.#base.error(
          "FORMAT_INVALID_LINE",
          `the number of atoms was expected, not ${quote(trimmed)}`,
          this.#place(),
        ),
      };
    }
    const count = Number(trimmed);
    const frame: Frame = {
      count,
      left: count + 1,
      lattice: undefined,
      columns: undefined,
      sites: [],
      error: undefined,
    };
    this.#frame = frame;
    try {
      this.#base.checkSites(count, this.#place());
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      frame.error = error;
    }
    return undefined;
  }

  #finish(frame: Frame): Result<Structure, FormatError> {
    this.#frame = undefined;
    const { lattice, sites } = frame;
    if (frame.error !== undefined || lattice === undefined) {
      return { ok: false, error: frame.error ?? this.#notPeriodic("the frame has no lattice") };
    }
    return { ok: true, value: { lattice, sites } };
  }

  #notPeriodic(message: string): FormatError {
    return this.#base.error("FORMAT_NOT_PERIODIC", message, this.#place());
  }

  #readComment(frame: Frame, text: string): void {
    const values = parseKeyValues(text);
    const lattice = values.get("lattice");
    const pbc = values.get("pbc");
    if (lattice === undefined) throw this.#notPeriodic("the frame has no lattice");
    if (pbc !== undefined) {
      const flags = pbc.text.split(/[\s,]+/u).filter((flag) => flag !== "");
      if (!flags.every((flag) => /^(?:t|true|1)$/iu.test(flag))) {
        throw this.#notPeriodic("the frame is not periodic in all three directions");
      }
    }
    const numbers = lattice.text.split(/[\s,]+/u).filter((word) => word !== "");
    const values9 = numbers.map(readDecimal);
    const [ax, ay, az, bx, by, bz, cx, cy, cz] = values9 as [
      ...[number, number, number],
      ...[number, number, number],
      ...[number, number, number],
    ];
    const place = (): FormatPlace => ({ line: this.#line, column: lattice.column });
    if (values9.length !== 9 || values9.some(Number.isNaN)) {
      throw this.#base.error("FORMAT_INVALID_NUMBER", "a lattice is nine numbers", place());
    }
    frame.lattice = this.#base.lattice(
      [
        [ax, ay, az],
        [bx, by, bz],
        [cx, cy, cz],
      ],
      place,
    );
    const properties = values.get("properties");
    frame.columns = this.#readProperties(
      properties?.text ?? "species:S:1:pos:R:3",
      properties?.column ?? 1,
    );
  }

  /** What stands in which column, from `species:S:1:pos:R:3`. */
  #readProperties(text: string, column: number): Columns {
    const parts = text.split(":");
    const columns = { species: -1, number: -1, position: -1, mass: -1, label: -1, charge: -1 };
    const invalid = (message: string): FormatError =>
      this.#base.error("FORMAT_INVALID_LINE", message, { line: this.#line, column });
    let width = 0;
    for (let index = 0; index < parts.length; index += 3) {
      const [name = "", type = "", size = ""] = parts.slice(index, index + 3);
      const count = /^\d{1,4}$/u.test(size) ? Number(size) : 0;
      if (!/^[SRIL]$/u.test(type) || count < 1) {
        throw invalid(
          `Properties are triples of name, S, R, I or L and number, not ${quote(text)}`,
        );
      }
      const key = propertyNames[name.toLowerCase()];
      if (key === undefined) {
        this.#base.note(
          "info",
          "FORMAT_PROPERTIES_IGNORED",
          `properties such as ${quote(name)} are left out`,
          () => ({ line: this.#line, column }),
        );
      } else if (count === (key === "position" ? 3 : 1) && columns[key] < 0) {
        columns[key] = width;
      }
      width += count;
    }
    if (columns.position < 0 || (columns.species < 0 && columns.number < 0)) {
      throw invalid("Properties must name species and pos");
    }
    return { ...columns, width };
  }

  #readSite(frame: Frame, text: string): Site {
    const { columns, lattice } = frame;
    if (columns === undefined || lattice === undefined) throw this.#notPeriodic("no lattice");
    const words = splitWords(text, this.#line);
    if (words.length < columns.width) {
      throw this.#base.error(
        "FORMAT_INVALID_LINE",
        `an atom has ${columns.width} columns, not ${words.length}`,
        words.at(-1) ?? this.#place(),
      );
    }
    const place = (): FormatPlace => words[0] ?? this.#place();
    const mass = columns.mass < 0 ? undefined : this.#number(words[columns.mass]);
    const element = isotopeOf(this.#element(columns, words), mass);
    const position = toFractional(lattice, [
      this.#number(words[columns.position]),
      this.#number(words[columns.position + 1]),
      this.#number(words[columns.position + 2]),
    ]);
    const charge = columns.charge < 0 ? undefined : this.#charge(words[columns.charge]);
    return this.#base.site(
      [charge === undefined ? { element, occupancy: 1 } : { element, occupancy: 1, charge }],
      position,
      columns.label < 0 ? undefined : words[columns.label]?.text,
      place,
    );
  }

  #element(columns: Columns, words: readonly Word[]): string {
    if (columns.species >= 0) {
      const word = words[columns.species];
      return this.#base.element(word?.text ?? "", () => word ?? this.#place());
    }
    const word = words[columns.number];
    const number = this.#number(word);
    if (!(Number.isInteger(number) && number >= 1 && number <= 103)) {
      throw this.#base.error(
        "FORMAT_UNKNOWN_ELEMENT",
        `${number} is not the number of an element up to lawrencium`,
        word,
      );
    }
    return elementByNumber(number).symbol;
  }

  /** Of a site without a charge among sites with one the column says `nan`. */
  #charge(word: Word | undefined): number | undefined {
    return word !== undefined && /^[+-]?nan$/iu.test(word.text) ? undefined : this.#number(word);
  }

  #number(word: Word | undefined): number {
    const value = readDecimal(word?.text ?? "");
    if (Number.isNaN(value)) {
      throw this.#base.error(
        "FORMAT_INVALID_NUMBER",
        `a number was expected, not ${quote(word?.text ?? "")}`,
        word ?? this.#place(),
      );
    }
    return value;
  }
}

const propertyNames: Readonly<
  Partial<Record<string, "species" | "number" | "position" | "mass" | "label" | "charge">>
> = {
  species: "species",
  symbols: "species",
  element: "species",
  z: "number",
  numbers: "number",
  pos: "position",
  positions: "position",
  masses: "mass",
  mass: "mass",
  label: "label",
  oxidation_state: "charge",
};
