/** What became of an item of the source. */
export interface WrittenEntry {
  /** Whether its tensor is in the file. */
  readonly isWritten: boolean;
  /** Its id, if it has one. */
  readonly id?: string;
  /** What was noted of it, for example its error; JSON. */
  readonly note?: unknown;
}
