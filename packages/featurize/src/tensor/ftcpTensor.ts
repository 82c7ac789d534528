/**
 * A batch of featurized crystals in physical units (Å, degrees): float32, row-major.
 *
 * @remarks
 * Element (crystal, row, column) is `data[(crystal * rows + row) * columns + column]`. Which row is
 * what says the {@link FtcpLayout}.
 */
export interface FtcpTensor {
  /** All numbers, `crystals * rows * columns` of them. */
  readonly data: Float32Array;
  /** Number of crystals, rows and columns. */
  readonly shape: readonly [crystals: number, rows: number, columns: number];
}
