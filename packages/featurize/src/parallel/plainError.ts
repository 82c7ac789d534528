/** An error as plain data, which crosses the border between threads whole; made by `describeError`. */
export interface PlainError {
  /** Name of its class. */
  readonly name: string;
  /** What went wrong, for people. */
  readonly message: string;
  /** Where it was thrown. */
  readonly stack: string | undefined;
  /** Its other properties, such as `code`, `data` or `line`. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** The lower error; anything else that was given as a cause as text. */
  readonly cause: PlainError | undefined;
}
