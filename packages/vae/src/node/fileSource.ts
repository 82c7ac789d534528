import type { TrainingSource } from "../source/trainingSource.ts";

/** A source that holds an open file. */
export interface FileSource extends TrainingSource {
  /** Closes the file. */
  close(): Promise<void>;
}
