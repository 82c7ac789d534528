import type { Progress } from "./progress.ts";

/**
 * What a command is given to work with.
 */
export interface CommandContext {
  /** Writes a line to standard output: results, nothing else. */
  print(line: string): void;
  /** Writes a line to standard error: warnings and what happened. */
  note(line: string): void;
  /** Whether progress is shown as a bar; commands may write plain lines otherwise. */
  readonly showsProgress: boolean;
  /**
   * Starts a progress bar; does nothing where there is no terminal.
   *
   * @param label - what is done, in a word or two
   * @param total - the value that means finished
   */
  startProgress(label: string, total: number): Progress;
  /**
   * Reads standard input to its end.
   *
   * @returns its bytes
   */
  readStandardInput(): Promise<Uint8Array>;
  /** Writes a new file; see {@link CommandIo.writeFile}. */
  writeFile(path: string, contents: string | Uint8Array): Promise<void>;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Module of the training's thread; see {@link CommandIo.trainingWorker}. */
  readonly trainingWorker?: URL;
}
