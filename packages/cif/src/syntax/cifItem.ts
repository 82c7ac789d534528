import type { CifValue } from "./cifValue.ts";
import type { ValueReader } from "./valueReader.ts";

/** A data name with one value. */
export class CifItem {
  /** Tells items and loops apart. */
  readonly kind: "item" = "item" as const;
  /** The data name as written, with its underscore. */
  readonly tag: string;
  readonly #reader: ValueReader;
  readonly #tagStart: number;
  readonly #index: number;
  #value: CifValue | undefined;

  /**
   * Joins what a parser found.
   *
   * @param tag - the data name as written
   * @param tagStart - its offset
   * @param reader - reads the value
   * @param index - number of the value
   * @internal
   */
  constructor(tag: string, tagStart: number, reader: ValueReader, index: number) {
    this.tag = tag;
    this.#tagStart = tagStart;
    this.#reader = reader;
    this.#index = index;
  }

  /**
   * The value.
   *
   * @returns its value; a bare `?` where a faulty file has none
   */
  get value(): CifValue {
    return (this.#value ??= this.#reader.value(this.#index));
  }

  /**
   * Line of the data name.
   *
   * @returns the line, counted from 1
   */
  get line(): number {
    return this.#reader.source.locate(this.#tagStart).line;
  }

  /**
   * Column of the data name.
   *
   * @returns the column, counted from 1
   */
  get column(): number {
    return this.#reader.source.locate(this.#tagStart).column;
  }

  /**
   * Copies the place of the value to another tape.
   *
   * @param push - takes the two integers of the value
   * @internal
   */
  copyValue(push: (start: number, packed: number) => void): void {
    const { tape } = this.#reader;
    push(tape.start(this.#index), tape.packed(this.#index));
  }
}
