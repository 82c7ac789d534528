/** A place in a text. */
export interface CifPlace {
  /** Line, counted from 1. */
  readonly line: number;
  /** Column, counted from 1 in UTF-16 code units. */
  readonly column: number;
}
