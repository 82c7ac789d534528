import type { GraphValue } from "../graph/graphValue.ts";

/** One term of a {@link LinearForm}: `core · factor`. */
export interface LinearTerm {
  /** A computed matrix `[rows, columns]`. */
  readonly core: GraphValue;
  /** What multiplies it: a number (shape `[]`) or one number per column (shape `[columns]`). */
  readonly factor: GraphValue | undefined;
}

/**
 * A matrix that need not be computed yet: the sum of its terms and of `constant`, which is the same in every row.
 */
export interface LinearForm {
  /** Rows and columns; a tensor counts as a matrix whose columns are its last axis. */
  readonly shape: readonly [rows: number, columns: number];
  /** The terms; none for what is the same in every row. */
  readonly terms: readonly LinearTerm[];
  /** A number or one number per column. */
  readonly constant: GraphValue | undefined;
}
