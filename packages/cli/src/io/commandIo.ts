import type { Writable } from "node:stream";

/**
 * Everything through which the command line touches the outside, except for reading files; tests
 * give their own.
 */
export interface CommandIo {
  /**
   * Opens standard input; nothing is read, and no stream opened, before.
   *
   * @returns what is piped in, in pieces
   */
  openStdin(): AsyncIterable<string | Uint8Array>;
  /** Takes the results. */
  readonly stdout: Writable;
  /**
   * Tells why `stdout` has taken not everything, if so.
   *
   * @returns the first error of the stream
   */
  outputError(): Error | undefined;
  /** Takes progress, warnings and errors. */
  readonly stderr: Writable;
  /** Whether `stderr` is a terminal that can show a progress bar. */
  readonly isTTY: boolean;
  /**
   * Writes a whole new file and waits until the disk has it.
   *
   * @param path - the file
   * @param contents - text in UTF-8, or bytes
   */
  writeFile(path: string, contents: string | Uint8Array): Promise<void>;
  /**
   * Calls the listener once, on the first Ctrl-C or SIGTERM.
   *
   * @param listener - what to call
   * @returns a function that gives the signals back to the system
   */
  onInterrupt(listener: () => void): () => void;
  /** Module of the training's thread, where the own one cannot be taken as it is: bundles and tests. */
  readonly trainingWorker?: URL;
}
