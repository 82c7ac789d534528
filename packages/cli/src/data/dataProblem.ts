/**
 * A crystal that could not be used, as it is reported.
 */
export interface DataProblem {
  /** Id of the crystal, where it has one. */
  readonly id?: string;
  /** File and line, where they are known. */
  readonly file?: string;
  /** Line in the file, from 1. */
  readonly line?: number;
  /** Code of the error. */
  readonly code: string;
  /** One sentence for people. */
  readonly message: string;
}
