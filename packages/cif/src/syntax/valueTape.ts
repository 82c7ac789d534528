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

/** Short texts share buffers of so many integers, since making one takes as long as filling it. */
const slabLength = 1 << 14;

let slab = new Int32Array(0);
/** How much of the slab is taken. */
let slabUsed = 0;

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
  /** The integers, those of other texts among them. */
  data: Int32Array;
  /** Where those of this text begin. */
  base: number;
  /** Number of values. */
  count = 0;
  #end: number;

  /**
   * Starts empty.
   *
   * @param capacity - how many values there is room for before the tape grows
   */
  constructor(capacity: number) {
    const length = 2 * capacity;
    if (4 * length > slabLength) {
      this.data = new Int32Array(length);
      this.base = 0;
      this.#end = length;
      return;
    }
    if (slabUsed + length > slab.length) {
      slab = new Int32Array(slabLength);
      slabUsed = 0;
    }
    this.data = slab;
    this.base = slabUsed;
    slabUsed += length;
    this.#end = slabUsed;
  }

  /**
   * Adds a value.
   *
   * @param start - offset of the content
   * @param end - offset after the content
   * @param kind - how it is written
   */
  push(start: number, end: number, kind: number): void {
    const at = this.base + 2 * this.count;
    if (at === this.#end) {
      this.#grow();
      this.push(start, end, kind);
      return;
    }
    this.data[at] = start;
    this.data[at + 1] = end * 8 + kind;
    this.count += 1;
  }

  /** Gives back the room that is not needed, if nobody has taken the room after it. */
  finish(): void {
    if (this.data !== slab || this.#end !== slabUsed) return;
    this.#end = this.base + 2 * this.count;
    slabUsed = this.#end;
  }

  /**
   * Offset of the content of a value.
   *
   * @param index - number of the value
   * @returns the first integer
   */
  start(index: number): number {
    return this.data[this.base + 2 * index] ?? 0;
  }

  /**
   * Where the content of a value ends, and its kind.
   *
   * @param index - number of the value
   * @returns the second integer
   */
  packed(index: number): number {
    return this.data[this.base + 2 * index + 1] ?? 0;
  }

  #grow(): void {
    const grown = new Int32Array(Math.max(16, 4 * this.count));
    grown.set(this.data.subarray(this.base, this.base + 2 * this.count));
    this.data = grown;
    this.base = 0;
    this.#end = grown.length;
  }
}
