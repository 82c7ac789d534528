/**
 * Where the invertible rows of an FTCP tensor lie: what the network must read and write exactly.
 * Everything behind them (atom properties, structure factors) follows from them.
 */
export interface InvertibleRows {
  /** Rows of the whole tensor. */
  readonly rows: number;
  /** Columns of the whole tensor. */
  readonly columns: number;
  /** Element slots (the most elements a crystal may have). */
  readonly slots: number;
  /** Classes of a slot: the elements and the empty class, which comes last. */
  readonly classes: number;
  /** Site rows (the most sites a crystal may have). */
  readonly sites: number;
  /** First row of the element matrix. */
  readonly elementStart: number;
  /** First of the two rows of the cell matrix. */
  readonly cellStart: number;
  /** First row of the site coordinates. */
  readonly coordinateStart: number;
  /** First row of the site occupancy; column `slots` is the empty class. */
  readonly occupancyStart: number;
  /** Number of invertible rows, counted from row 0. */
  readonly realRows: number;
}
