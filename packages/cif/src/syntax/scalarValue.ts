import type { CifDelimiter, CifText } from "./cifValue.ts";
import { decodeTextField } from "./decodeTextField.ts";
import type { SourceText } from "./sourceText.ts";
import { valueKind } from "./valueTape.ts";

const delimiters: readonly CifDelimiter[] = [
  "bare",
  "single",
  "double",
  "text",
  "triple-single",
  "triple-double",
];

/**
 * A {@link CifText} that finds its line and column only when asked.
 *
 * @internal
 */
export class ScalarValue implements CifText {
  readonly text: string;
  readonly delimiter: CifDelimiter;
  readonly #source: SourceText;
  readonly #start: number;
  readonly #end: number;
  readonly #kind: number;

  /**
   * Takes a value from a text.
   *
   * @param source - the text
   * @param start - offset of the content
   * @param end - offset after the content
   * @param kind - how it is written
   * @param isVersion2 - whether the rules of CIF 2.0 hold
   */
  constructor(source: SourceText, start: number, end: number, kind: number, isVersion2: boolean) {
    this.text = textOf(source, start, end, kind, isVersion2);
    this.delimiter = delimiters[kind] ?? "bare";
    this.#source = source;
    this.#start = start;
    this.#end = end;
    this.#kind = kind;
  }

  get raw(): string {
    return this.#source.text.slice(this.#start, this.#end);
  }

  get line(): number {
    return this.#source.locate(tokenStart(this.#start, this.#kind)).line;
  }

  get column(): number {
    return this.#source.locate(tokenStart(this.#start, this.#kind)).column;
  }
}

/**
 * What a value says, without an object for it.
 *
 * @param source - the text
 * @param start - offset of the content
 * @param end - offset after the content
 * @param kind - how it is written
 * @param isVersion2 - whether the rules of CIF 2.0 hold
 * @returns the text, as {@link CifText} has it
 *
 * @internal
 */
export function textOf(
  source: SourceText,
  start: number,
  end: number,
  kind: number,
  isVersion2: boolean,
): string {
  if (kind === valueKind.missing) return "?";
  const content = source.text.slice(start, end);
  if (kind < valueKind.text) return content;
  const text = content.includes("\r") ? content.replaceAll(/\r\n?/gu, "\n") : content;
  return kind === valueKind.text ? decodeTextField(text, isVersion2) : text;
}

/**
 * Offset of the delimiter of a value.
 *
 * @param start - offset of the content
 * @param kind - how it is written
 * @returns the offset of its first character
 *
 * @internal
 */
export function tokenStart(start: number, kind: number): number {
  if (kind === valueKind.bare || kind === valueKind.missing) return start;
  return kind === valueKind.tripleSingle || kind === valueKind.tripleDouble ? start - 3 : start - 1;
}
