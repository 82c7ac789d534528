/**
 * The numbers by which the tape says how a value is written.
 *
 * @internal
 */
export const valueKind = {
  /** Without delimiters. */
  bare: 0,
  /** `'…'`. */
  single: 1,
  /** `"…"`. */
  double: 2,
  /** A text field. */
  text: 3,
  /** `'''…'''`. */
  tripleSingle: 4,
  /** `"""…"""`. */
  tripleDouble: 5,
  /** A list or table: its second number is an index into the values that were built for it. */
  composite: 6,
  /** Not written at all: a data name without a value. */
  missing: 7,
} as const;

/**
 * The longest text that can be read: offsets share 32 bits with a {@link valueKind}.
 *
 * @internal
 */
export const longestText: number = 2 ** 28 - 1;

/**
 * Where the values of a text stand: two integers a value instead of an object.
 *
 * @remarks
 * The first integer is the offset of the content, the second one is eight times the offset after the
 * content plus the {@link valueKind}.
 *
 * @internal
 */
export class ValueTape {
  /** The integers; only the first `2 * count` are meant. */
  data: Int32Array;
  /** Number of values. */
  count = 0;

  /**
   * Starts empty.
   *
   * @param capacity - how many values there is room for before the tape grows
   */
  constructor(capacity: number) {
    this.data = new Int32Array(2 * capacity);
  }

  /**
   * Adds a value.
   *
   * @param start - offset of the content
   * @param end - offset after the content
   * @param kind - how it is written
   */
  push(start: number, end: number, kind: number): void {
    const at = 2 * this.count;
    if (at === this.data.length) this.#grow();
    this.data[at] = start;
    this.data[at + 1] = end * 8 + kind;
    this.count += 1;
  }

  #grow(): void {
    const grown = new Int32Array(Math.max(16, 2 * this.data.length));
    grown.set(this.data);
    this.data = grown;
  }
}
