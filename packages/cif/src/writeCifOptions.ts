/** What a written CIF says besides the crystal. */
export interface WriteCifOptions {
  /**
   * Name of the data block, the reduced formula by default; white space and characters outside
   * printable ASCII become `_`.
   */
  readonly name?: string;
  /** Lines for a reader at the top of the file, each written behind `# `. */
  readonly comment?: string;
  /**
   * Further data items in the order given, such as `_ftcp_predicted_band_gap`: data name to text or
   * finite number.
   */
  readonly items?: Readonly<Record<string, string | number>>;
}
