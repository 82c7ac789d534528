import type { CifBlock } from "./cifBlock.ts";

/** One value as it stands in the file. */
export interface CifValue {
  /** The characters between the delimiters; the lines of a text field are joined by `\n`. */
  readonly text: string;
  /**
   * How it was written. Only a bare `?` means unknown and only a bare `.` means inapplicable; both
   * are ordinary text inside quotes.
   */
  readonly delimiter: "bare" | "single" | "double" | "text";
  /** Line of its first character (of the delimiter, if there is one), counted from 1. */
  readonly line: number;
  /** Column of its first character, counted from 1 in UTF-16 code units. */
  readonly column: number;
}

/** A data name with one value. */
export interface CifItem {
  /** Tells items and loops apart. */
  readonly kind: "item";
  /** The data name as written, with its underscore. */
  readonly tag: string;
  /** Its value. */
  readonly value: CifValue;
  /** Line of the data name, counted from 1. */
  readonly line: number;
  /** Column of the data name, counted from 1. */
  readonly column: number;
}

/** A table: data names with any number of rows. */
export interface CifLoop {
  /** Tells items and loops apart. */
  readonly kind: "loop";
  /** The data names as written, one a column. */
  readonly tags: readonly string[];
  /** The values, row by row; the last row is incomplete where the file is faulty. */
  readonly values: readonly CifValue[];
  /** Line of the keyword `loop_`, counted from 1. */
  readonly line: number;
  /** Column of the keyword `loop_`, counted from 1. */
  readonly column: number;
}

/** A CIF as it stands in the file: nothing is interpreted, every value keeps its place. */
export interface CifDocument {
  /** The data blocks in the order of the file. */
  readonly blocks: readonly CifBlock[];
}
