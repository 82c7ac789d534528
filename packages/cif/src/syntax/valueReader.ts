import type { CifPlace } from "./cifPlace.ts";
import type { CifValue } from "./cifValue.ts";
import { readNumberAt } from "./readNumber.ts";
import { ScalarValue, textOf, tokenStart } from "./scalarValue.ts";
import type { SourceText } from "./sourceText.ts";
import { valueKind } from "./valueTape.ts";
import type { ValueTape } from "./valueTape.ts";

const questionMark = 63;
const closeParenthesis = 41;
const point = 46;

/**
 * Gives the values of a text by their number, as objects or without.
 *
 * @internal
 */
export class ValueReader {
  /** The text. */
  readonly source: SourceText;
  /** Where the values stand. */
  readonly tape: ValueTape;
  /** Lists and tables. */
  readonly composites: CifValue[];
  /** Whether the rules of CIF 2.0 hold. */
  readonly isVersion2: boolean;

  /**
   * Joins a text with the places of its values.
   *
   * @param source - the text
   * @param tape - where the values stand
   * @param composites - lists and tables
   * @param isVersion2 - whether the rules of CIF 2.0 hold
   */
  constructor(source: SourceText, tape: ValueTape, composites: CifValue[], isVersion2: boolean) {
    this.source = source;
    this.tape = tape;
    this.composites = composites;
    this.isVersion2 = isVersion2;
  }

  /**
   * A value as an object.
   *
   * @param index - its number
   * @returns the value
   */
  value(index: number): CifValue {
    const start = this.tape.start(index);
    const packed = this.tape.packed(index);
    const kind = packed & 7;
    if (kind === valueKind.composite) {
      const composite = this.composites[packed >> 3];
      if (composite !== undefined) return composite;
    }
    return new ScalarValue(this.source, start, packed >> 3, kind, this.isVersion2);
  }

  /**
   * What a value says, without an object.
   *
   * @param index - its number
   * @returns the text
   */
  text(index: number): string {
    const start = this.tape.start(index);
    const packed = this.tape.packed(index);
    const kind = packed & 7;
    if (kind < valueKind.text) return this.source.text.slice(start, packed >> 3);
    if (kind === valueKind.composite) return this.composites[packed >> 3]?.text ?? "";
    return textOf(this.source, start, packed >> 3, kind, this.isVersion2);
  }

  /**
   * The number that a value is.
   *
   * @param index - its number
   * @returns the double nearest to the written decimal, `NaN` when the value is no number
   */
  number(index: number): number {
    const start = this.tape.start(index);
    const packed = this.tape.packed(index);
    if ((packed & 7) > valueKind.text) return NaN;
    return readNumberAt(this.source.text, start, packed >> 3);
  }

  /**
   * Whether a value may be a number with a standard uncertainty.
   *
   * @param index - its number
   * @returns true when its last character is `)`
   */
  endsInParenthesis(index: number): boolean {
    const end = this.tape.packed(index) >> 3;
    return this.source.text.charCodeAt(end - 1) === closeParenthesis;
  }

  /**
   * Whether a value is given.
   *
   * @param index - its number
   * @returns false for a bare `?` or `.` only
   */
  isPresent(index: number): boolean {
    const start = this.tape.start(index);
    const packed = this.tape.packed(index);
    const kind = packed & 7;
    if (kind !== valueKind.bare) return kind !== valueKind.missing;
    if ((packed >> 3) - start !== 1) return true;
    const code = this.source.text.charCodeAt(start);
    return code !== questionMark && code !== point;
  }

  /**
   * Where a value stands.
   *
   * @param index - its number
   * @returns line and column
   */
  place(index: number): CifPlace {
    const start = this.tape.start(index);
    const kind = this.tape.packed(index) & 7;
    return this.source.locate(kind === valueKind.composite ? start : tokenStart(start, kind));
  }
}
