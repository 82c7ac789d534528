import type { CifValue } from "./cifValue.ts";
import { foldName } from "./foldName.ts";
import { normalizeTag } from "./normalizeTag.ts";
import { parseCifNumber } from "./parseCifNumber.ts";
import type { ValueReader } from "./valueReader.ts";

/** A column of numbers. */
export interface CifNumbers {
  /** The doubles nearest to the written decimals, `NaN` for `?`, `.` and what is no number. */
  readonly values: Float64Array;
  /** Their standard uncertainties in the unit of the values, `NaN` where none is written. */
  readonly uncertainties: Float64Array;
}

/**
 * A table: data names with any number of rows.
 *
 * @remarks
 * The values are kept as places in the text. {@link CifLoop.text}, {@link CifLoop.number} and
 * {@link CifLoop.numbers} read them without an object for each, which matters for a million rows.
 */
export class CifLoop {
  /** Tells items and loops apart. */
  readonly kind: "loop" = "loop" as const;
  /** The data names as written, one a column. */
  readonly tags: readonly string[];
  /** How many values there are: `rowCount * tags.length` in a valid file. */
  readonly valueCount: number;
  readonly #reader: ValueReader;
  readonly #start: number;
  readonly #firstValue: number;
  #keys: readonly string[] | undefined;
  #values: readonly CifValue[] | undefined;

  /**
   * Joins what a parser found.
   *
   * @param tags - the data names as written
   * @param start - offset of the keyword
   * @param reader - reads the values
   * @param firstValue - number of the first value
   * @param valueCount - how many values there are
   * @internal
   */
  constructor(
    tags: readonly string[],
    start: number,
    reader: ValueReader,
    firstValue: number,
    valueCount: number,
  ) {
    this.tags = tags;
    this.#start = start;
    this.#reader = reader;
    this.#firstValue = firstValue;
    this.valueCount = valueCount;
  }

  /**
   * Number of complete rows.
   *
   * @returns the number
   */
  get rowCount(): number {
    return this.valueCount === 0 ? 0 : Math.floor(this.valueCount / this.tags.length);
  }

  /**
   * Whether the last row has all its values.
   *
   * @returns false for a faulty file only
   */
  get isComplete(): boolean {
    return this.valueCount === 0 || this.valueCount % this.tags.length === 0;
  }

  /**
   * All values, row by row; the last row is incomplete where the file is faulty.
   *
   * @returns one object a value: for large tables the other accessors are faster
   */
  get values(): readonly CifValue[] {
    return (this.#values ??= Array.from({ length: this.valueCount }, (_, index) =>
      this.#reader.value(this.#firstValue + index),
    ));
  }

  /**
   * Line of the keyword `loop_`.
   *
   * @returns the line, counted from 1
   */
  get line(): number {
    return this.#reader.source.locate(this.#start).line;
  }

  /**
   * Column of the keyword `loop_`.
   *
   * @returns the column, counted from 1
   */
  get column(): number {
    return this.#reader.source.locate(this.#start).column;
  }

  /**
   * The column of a data name.
   *
   * @param tag - a data name in any case; `_atom_site.label` and `_atom_site_label` are the same
   * @returns its number from 0, or -1
   */
  columnOf(tag: string): number {
    const keys = (this.#keys ??= this.tags.map(foldName));
    const key = foldName(tag);
    const exact = keys.indexOf(key);
    if (exact >= 0) return exact;
    const plain = normalizeTag(key);
    return keys.findIndex((candidate) => candidate === plain || normalizeTag(candidate) === plain);
  }

  /**
   * What a value says; the same as `value(row, column).text`, without an object.
   *
   * @param row - the row, counted from 0
   * @param column - the column, counted from 0
   * @returns the text
   * @throws RangeError when the loop has no such value
   */
  text(row: number, column: number): string {
    return this.#reader.text(this.#indexOf(row, column));
  }

  /**
   * The number that a value is; its standard uncertainty is dropped.
   *
   * @param row - the row, counted from 0
   * @param column - the column, counted from 0
   * @returns the double nearest to the written decimal; `NaN` for `?`, `.` and what is no number
   * @throws RangeError when the loop has no such value
   */
  number(row: number, column: number): number {
    return this.#reader.number(this.#indexOf(row, column));
  }

  /**
   * Whether a value is given.
   *
   * @param row - the row, counted from 0
   * @param column - the column, counted from 0
   * @returns false for a bare `?` (unknown) and a bare `.` (inapplicable)
   * @throws RangeError when the loop has no such value
   */
  isPresent(row: number, column: number): boolean {
    return this.#reader.isPresent(this.#indexOf(row, column));
  }

  /**
   * A value with its delimiter and place.
   *
   * @param row - the row, counted from 0
   * @param column - the column, counted from 0
   * @returns the value
   * @throws RangeError when the loop has no such value
   */
  value(row: number, column: number): CifValue {
    return this.#reader.value(this.#indexOf(row, column));
  }

  /**
   * A column as numbers.
   *
   * @param tag - a data name, as {@link CifLoop.columnOf} takes it
   * @returns the numbers and their standard uncertainties, or `undefined` when there is no such column
   */
  numbers(tag: string): CifNumbers | undefined {
    const column = this.columnOf(tag);
    if (column < 0) return undefined;
    const { rowCount } = this;
    const width = this.tags.length;
    const values = new Float64Array(rowCount);
    const uncertainties = new Float64Array(rowCount).fill(NaN);
    for (let row = 0; row < rowCount; row += 1) {
      const index = this.#firstValue + row * width + column;
      const value = this.#reader.number(index);
      values[row] = value;
      if (!Number.isNaN(value) && this.#reader.endsInParenthesis(index)) {
        uncertainties[row] = parseCifNumber(this.#reader.text(index))?.uncertainty ?? NaN;
      }
    }
    return { values, uncertainties };
  }

  #indexOf(row: number, column: number): number {
    const index = row * this.tags.length + column;
    if (!(row >= 0 && column >= 0 && column < this.tags.length && index < this.valueCount)) {
      throw new RangeError(`the loop has no value in row ${row}, column ${column}`);
    }
    return this.#firstValue + index;
  }
}
