import type { Lattice, Matrix3, Site, Structure, Vector3 } from "@ftcp/crystal";
import { latticeVolume } from "@ftcp/crystal";

import { symbolsByLowerCase } from "../../structure/symbolsByLowerCase.ts";
import { FormatReader, quote } from "../formatReader.ts";
import type { FormatPlace } from "../formatReader.ts";
import type { ParseFormatOptions } from "../parseFormatOptions.ts";
import { readDecimal } from "../readDecimal.ts";
import { splitLines } from "../splitLines.ts";
import { splitWords } from "../splitWords.ts";
import type { Word } from "../splitWords.ts";
import { toFractional } from "../toFractional.ts";
import { isPoscarLabel } from "./isPoscarLabel.ts";

/** How a POSCAR is read. */
export interface ParsePoscarOptions extends ParseFormatOptions {
  /**
   * Element symbols in the order of the counts, for a file of VASP 4 that does not name them (those
   * of its POTCAR); ignored where the file names them.
   */
  readonly elements?: readonly string[];
}

/**
 * Reads a POSCAR or CONTCAR of VASP 4, 5 or 6.
 *
 * @param text - the whole file
 * @param options - see {@link ParsePoscarOptions}
 * @returns the crystal, sites in the order of the file; the lattice vectors are those of the file times
 *   the scale, left-handed ones too
 * @throws {@link FormatError} when the text is no POSCAR; code, line and column say why and where
 *
 * @remarks
 * One scale factor, a negative one (the volume of the cell in Å³) and three (of the x, y and z
 * components) are read; so are `Selective dynamics`, whose flags are left out with a remark, direct
 * and Cartesian coordinates, symbols such as `Na_pv` and `Na_pv/5f2e`, and lists wrapped over lines.
 * A name behind the coordinates that is not the element becomes the label of the site. Velocities and
 * whatever else follows the positions are left out with the remark `FORMAT_VELOCITIES_IGNORED`.
 *
 * A file of VASP 4 has no line of symbols. Then `options.elements` count, or symbols behind all
 * coordinates, or a comment line that has exactly one element symbol for each count (with the warning
 * `FORMAT_ELEMENTS_FROM_COMMENT`); otherwise the error is `FORMAT_ELEMENTS_MISSING`. Elements are never
 * made up.
 *
 * @example
 * ```ts
 * parsePoscar("NaCl\n1.0\n0 2.82 2.82\n2.82 0 2.82\n2.82 2.82 0\nNa Cl\n1 1\nDirect\n0 0 0\n0.5 0.5 0.5\n");
 * ```
 *
 * @see https://www.vasp.at/wiki/index.php/POSCAR
 */
export function parsePoscar(text: string, options: ParsePoscarOptions = {}): Structure {
  return new PoscarReader(text, options).read();
}

class PoscarReader {
  readonly #base: FormatReader;
  readonly #options: ParsePoscarOptions;
  readonly #lines: readonly string[];
  #next = 0;

  constructor(text: string, options: ParsePoscarOptions) {
    this.#base = new FormatReader("poscar", options);
    this.#base.checkLength(text.length);
    this.#options = options;
    this.#lines = splitLines(text);
  }

  read(): Structure {
    const comment = this.#line("the comment line");
    const scale = this.#readScale();
    const { lattice, factors } = this.#readLattice(scale);
    const { symbols, counts } = this.#readKinds();
    const count = counts.reduce((sum, each) => sum + each, 0);
    const here = this.#place(this.#next - 1);
    if (count === 0) throw this.#base.error("FORMAT_NO_STRUCTURE", "the counts are all 0", here);
    this.#base.checkSites(count, here);
    const { isSelective, isCartesian } = this.#readMode();
    const rows = this.#readRows(count, isSelective);
    const elements =
      symbols === undefined
        ? this.#findElements(comment, counts, rows, here)
        : repeat(symbols, counts);
    const sites = rows.map((row, index): Site => {
      const element = elements[index] ?? "";
      const position: Vector3 = isCartesian
        ? toFractional(lattice, [
            row.position[0] * factors[0],
            row.position[1] * factors[1],
            row.position[2] * factors[2],
          ])
        : row.position;
      const { label } = row;
      const isName = label !== undefined && label.text !== element;
      return this.#base.site(element, position, isName ? label.text : undefined, () => row.place);
    });
    this.#noteRest();
    return { lattice, sites };
  }

  #line(what: string): string {
    const line = this.#lines[this.#next];
    if (line === undefined) {
      throw this.#base.error(
        "FORMAT_INCOMPLETE",
        `the file ends where ${what} should be`,
        this.#place(this.#next),
      );
    }
    this.#next += 1;
    return line;
  }

  #words(what: string): Word[] {
    return splitWords(this.#line(what), this.#next);
  }

  #place(index: number): FormatPlace {
    return { line: index + 1, column: 1 };
  }

  #readScale(): readonly number[] {
    const words = this.#words("the scale factor");
    const scale: number[] = [];
    for (const { text } of words.slice(0, 3)) {
      const value = readDecimal(text);
      if (Number.isNaN(value)) break;
      scale.push(value);
    }
    const [first = 0] = scale;
    const isRight =
      (scale.length === 1 && first !== 0) ||
      (scale.length === 3 && scale.every((value) => value > 0));
    if (!isRight) {
      throw this.#base.error(
        "FORMAT_INVALID_NUMBER",
        "the scale must be one number that is not 0, or three positive ones",
        words[0] ?? this.#place(this.#next - 1),
      );
    }
    return scale;
  }

  #readLattice(scale: readonly number[]): { lattice: Lattice; factors: Vector3 } {
    const start = this.#next;
    const rows: Matrix3 = [
      this.#readVector(this.#words("a lattice vector")),
      this.#readVector(this.#words("a lattice vector")),
      this.#readVector(this.#words("a lattice vector")),
    ];
    const place = (): FormatPlace => this.#place(start);
    const [first = 1, second = first, third = first] = scale;
    let factors: Vector3 = [first, second, third];
    if (scale.length === 1 && first < 0) {
      // The number is the volume. Its sign says so, and vectors of either hand grow by the same.
      const volume = Math.abs(latticeVolume(this.#base.lattice(rows, place)));
      const factor = Math.cbrt(-first / volume);
      factors = [factor, factor, factor];
    }
    const scaled = rows.map(([x, y, z]): Vector3 => {
      return [x * factors[0] + 0, y * factors[1] + 0, z * factors[2] + 0];
    }) as unknown as Matrix3;
    return { lattice: this.#base.lattice(scaled, place), factors };
  }

  #readVector(words: readonly Word[]): Vector3 {
    return [this.#number(words, 0), this.#number(words, 1), this.#number(words, 2)];
  }

  #number(words: readonly Word[], index: number): number {
    const word = words[index];
    const value = readDecimal(word?.text ?? "");
    if (Number.isNaN(value)) {
      throw this.#base.error(
        "FORMAT_INVALID_NUMBER",
        word === undefined
          ? `three numbers were expected, not ${words.length}`
          : `a number was expected, not ${quote(word.text)}`,
        word ?? this.#place(this.#next - 1),
      );
    }
    return value;
  }

  /** The lines of symbols (VASP 5 and later) and of counts, which VASP wraps when they are long. */
  #readKinds(): { symbols: readonly string[] | undefined; counts: readonly number[] } {
    let words = withoutComment(this.#words("the element symbols or counts"));
    if (words.length === 0) {
      throw this.#base.error(
        "FORMAT_INVALID_LINE",
        "element symbols or counts were expected",
        this.#place(this.#next - 1),
      );
    }
    const symbols: string[] = [];
    while (!isCount(words[0])) {
      for (const word of words) {
        // Na_pv, Na_pv/5f2e…, H.5: names of pseudopotentials.
        const symbol = word.text.replace(/[_/.].*$/u, "");
        symbols.push(this.#base.element(symbol, () => word));
      }
      words = withoutComment(this.#words("the counts"));
    }
    const counts: number[] = [];
    for (;;) {
      for (const word of words) {
        const count = isCount(word) ? Number(word.text) : NaN;
        if (!Number.isSafeInteger(count)) {
          throw this.#base.error(
            "FORMAT_INVALID_NUMBER",
            `a count was expected, not ${quote(word.text)}`,
            word,
          );
        }
        counts.push(count);
      }
      if (counts.length >= symbols.length) break;
      words = withoutComment(this.#words("further counts"));
      if (!isCount(words[0])) {
        throw this.#base.error(
          "FORMAT_INVALID_LINE",
          `there are ${symbols.length} element symbols, but ${counts.length} counts`,
          this.#place(this.#next - 1),
        );
      }
    }
    if (symbols.length === 0) return { symbols: undefined, counts };
    if (counts.length > symbols.length) {
      throw this.#base.error(
        "FORMAT_INVALID_LINE",
        `there are ${symbols.length} element symbols, but ${counts.length} counts`,
        this.#place(this.#next - 1),
      );
    }
    return { symbols, counts };
  }

  #readMode(): { isSelective: boolean; isCartesian: boolean } {
    let mode = this.#line("the kind of coordinates").trim();
    const isSelective = /^s/iu.test(mode);
    if (isSelective) {
      this.#base.note(
        "info",
        "FORMAT_PROPERTIES_IGNORED",
        "the flags of selective dynamics are left out",
        () => this.#place(this.#next - 1),
      );
      mode = this.#line("the kind of coordinates").trim();
    }
    if (/^[ck]/iu.test(mode)) return { isSelective, isCartesian: true };
    if (!/^d/iu.test(mode)) {
      if (/^[-+.\d]/u.test(mode)) {
        throw this.#base.error(
          "FORMAT_INVALID_LINE",
          "a line Direct or Cartesian was expected, not a number",
          this.#place(this.#next - 1),
        );
      }
      // So does VASP.
      this.#base.note(
        "warning",
        "FORMAT_COORDINATES_ASSUMED_DIRECT",
        `${quote(mode)} names no kind of coordinates; direct ones are taken`,
        () => this.#place(this.#next - 1),
      );
    }
    return { isSelective, isCartesian: false };
  }

  #readRows(count: number, isSelective: boolean): PoscarRow[] {
    const rows: PoscarRow[] = [];
    for (let index = 0; index < count; index += 1) {
      const words = this.#words(`the position of site ${index + 1} of ${count}`);
      const position = this.#readVector(words);
      const place = words[0] ?? this.#place(this.#next - 1);
      const last = words[isSelective && words.slice(3, 6).every(isFlag) ? 6 : 3];
      const label = last !== undefined && isPoscarLabel(last.text) ? last : undefined;
      rows.push({ position, place, label });
    }
    return rows;
  }

  /** The elements of a file of VASP 4, one for each site. */
  #findElements(
    comment: string,
    counts: readonly number[],
    rows: readonly PoscarRow[],
    at: FormatPlace,
  ): string[] {
    const { elements } = this.#options;
    if (elements !== undefined) {
      if (elements.length !== counts.length) {
        throw this.#base.error(
          "FORMAT_ELEMENTS_MISSING",
          `${elements.length} elements were given for ${counts.length} counts`,
          at,
        );
      }
      return repeat(
        elements.map((symbol) => this.#base.element(symbol, () => at)),
        counts,
      );
    }
    const behind = rows.map(({ label }) => exactSymbol(label?.text ?? ""));
    if (behind.every((symbol) => symbol !== undefined)) return behind;
    const words = comment.trim().split(/\s+/u);
    // One symbol for each count, as in "Na Cl"; or with its number, as in "Na4 Cl4".
    const named = words.map((word, index) => {
      const match = /^([A-Z][a-z]?)(\d*)$/u.exec(word);
      const isAgreed = match?.[2] === "" || match?.[2] === String(counts[index]);
      return isAgreed ? exactSymbol(match[1] ?? "") : undefined;
    });
    if (
      words.length === counts.length &&
      named.every((symbol) => symbol !== undefined) &&
      new Set(named).size === named.length
    ) {
      this.#base.note(
        "warning",
        "FORMAT_ELEMENTS_FROM_COMMENT",
        `the file has no line of element symbols; ${named.join(", ")} are taken from its comment`,
        () => this.#place(0),
      );
      return repeat(named, counts);
    }
    throw this.#base.error(
      "FORMAT_ELEMENTS_MISSING",
      "the file does not name its elements, as files of VASP 4 do not",
      at,
    );
  }

  #noteRest(): void {
    const rest = this.#lines.findIndex((line, index) => index >= this.#next && line.trim() !== "");
    if (rest < 0) return;
    this.#base.note(
      "info",
      "FORMAT_VELOCITIES_IGNORED",
      "velocities, or whatever follows the positions, are left out",
      () => this.#place(rest),
    );
  }
}

interface PoscarRow {
  readonly position: Vector3;
  readonly place: FormatPlace;
  readonly label: Word | undefined;
}

function withoutComment(words: readonly Word[]): readonly Word[] {
  const comment = words.findIndex(({ text }) => /^[!#]/u.test(text));
  return comment < 0 ? words : words.slice(0, comment);
}

function isCount(word: Word | undefined): boolean {
  return word !== undefined && /^\+?\d+$/u.test(word.text);
}

function isFlag({ text }: Word): boolean {
  return /^\.?[tf]/iu.test(text);
}

function exactSymbol(text: string): string | undefined {
  return symbolsByLowerCase.get(text.toLowerCase()) === text ? text : undefined;
}

function repeat(symbols: readonly string[], counts: readonly number[]): string[] {
  return symbols.flatMap((symbol, kind) => new Array<string>(counts[kind] ?? 0).fill(symbol));
}
