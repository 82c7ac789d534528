/**
 * How a value is written. Only a bare `?` means unknown and only a bare `.` means inapplicable; both are
 * ordinary text inside delimiters.
 *
 * @remarks
 * `bare` has no delimiters, `single` is `'…'`, `double` is `"…"`, `text` is a text field between
 * semicolons in column 1; `triple-single` and `triple-double` exist in CIF 2.0 only.
 */
export type CifDelimiter =
  "bare" | "single" | "double" | "text" | "triple-single" | "triple-double";

/** A value that is a text or a number: everything in CIF 1.1, most in CIF 2.0. */
export interface CifText {
  /**
   * What the value says: the characters between the delimiters, lines joined by `\n`, with folded
   * lines of a text field joined and their prefix removed.
   */
  readonly text: string;
  /** How it is written. */
  readonly delimiter: CifDelimiter;
  /** The characters between the delimiters as they stand in the file. */
  readonly raw: string;
  /** Line of its first character (of the delimiter, if there is one), counted from 1. */
  readonly line: number;
  /** Column of its first character, counted from 1 in UTF-16 code units. */
  readonly column: number;
}

/** A list of CIF 2.0, `[1 2 [3 4]]`. */
export interface CifList {
  /** Tells lists, tables and texts apart. */
  readonly delimiter: "list";
  /** The values in their order. */
  readonly items: readonly CifValue[];
  /** The list as it stands in the file, brackets included. */
  readonly text: string;
  /** The same as `text`. */
  readonly raw: string;
  /** Line of the opening bracket, counted from 1. */
  readonly line: number;
  /** Column of the opening bracket, counted from 1. */
  readonly column: number;
}

/** A key of a {@link CifTable} with its value. */
export interface CifTableEntry {
  /** The key; never bare. */
  readonly key: CifText;
  /** The value. */
  readonly value: CifValue;
}

/** A table of CIF 2.0, `{'a':1 'b':2}`. */
export interface CifTable {
  /** Tells lists, tables and texts apart. */
  readonly delimiter: "table";
  /** Keys and values in their order; a valid file has every key once. */
  readonly entries: readonly CifTableEntry[];
  /** The table as it stands in the file, braces included. */
  readonly text: string;
  /** The same as `text`. */
  readonly raw: string;
  /** Line of the opening brace, counted from 1. */
  readonly line: number;
  /** Column of the opening brace, counted from 1. */
  readonly column: number;
}

/** One value as it stands in the file; `delimiter` tells the kinds apart. */
export type CifValue = CifText | CifList | CifTable;
