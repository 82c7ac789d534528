/** An error as plain data, which crosses the border between threads whole. */
export interface PlainError {
  /** Name of its class. */
  readonly name: string;
  /** What went wrong, for people. */
  readonly message: string;
  /** Where it was thrown. */
  readonly stack: string | undefined;
  /** Its other properties, such as `code` and `data`. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** The lower error. */
  readonly cause: PlainError | undefined;
}
