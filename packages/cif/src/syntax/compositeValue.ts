import type { CifList, CifTable, CifTableEntry, CifValue } from "./cifValue.ts";
import type { SourceText } from "./sourceText.ts";

/** What lists and tables have in common: a stretch of text and its place. */
class CompositeValue {
  readonly text: string;
  readonly #source: SourceText;
  readonly #start: number;

  constructor(source: SourceText, start: number, end: number) {
    this.text = source.text.slice(start, end);
    this.#source = source;
    this.#start = start;
  }

  get raw(): string {
    return this.text;
  }

  get line(): number {
    return this.#source.locate(this.#start).line;
  }

  get column(): number {
    return this.#source.locate(this.#start).column;
  }
}

/**
 * A {@link CifList} of a text.
 *
 * @internal
 */
export class ListValue extends CompositeValue implements CifList {
  readonly delimiter = "list";
  readonly items: readonly CifValue[];

  /**
   * Joins what a parser found.
   *
   * @param source - the text
   * @param start - offset of the opening bracket
   * @param end - offset after the closing bracket
   * @param items - the values
   */
  constructor(source: SourceText, start: number, end: number, items: readonly CifValue[]) {
    super(source, start, end);
    this.items = items;
  }
}

/**
 * A {@link CifTable} of a text.
 *
 * @internal
 */
export class TableValue extends CompositeValue implements CifTable {
  readonly delimiter = "table";
  readonly entries: readonly CifTableEntry[];

  /**
   * Joins what a parser found.
   *
   * @param source - the text
   * @param start - offset of the opening brace
   * @param end - offset after the closing brace
   * @param entries - keys and values
   */
  constructor(source: SourceText, start: number, end: number, entries: readonly CifTableEntry[]) {
    super(source, start, end);
    this.entries = entries;
  }
}
