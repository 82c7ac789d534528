import { open } from "node:fs/promises";

import { FeaturizeError } from "../featurizeError.ts";
import type { FtcpLayout } from "../layout/ftcpLayout.ts";
import type { FtcpTensor } from "../tensor/ftcpTensor.ts";
import { streamNpy } from "./streamNpy.ts";

/** Settings of {@link writeNpy}. */
export interface WriteNpyOptions {
  /** Layout of the tensors; it gives the rows and columns of the file. */
  readonly layout: FtcpLayout;
  /** Stops the writing before the next tensor; the file then holds the crystals written so far. */
  readonly signal?: AbortSignal;
}

/** What {@link writeNpy} has written. */
export interface WriteNpyReport {
  /** Number of crystals. */
  readonly crystals: number;
  /** Size of the file in bytes. */
  readonly bytes: number;
}

/**
 * Writes tensors to a `.npy` file, float32 of shape (crystals, rows, columns), as they come.
 *
 * @param path - file to write; an existing one is replaced
 * @param tensors - tensors of any number of crystals each, from an array, a generator or a stream
 * @param options - layout and abort signal
 * @returns how much was written
 * @throws `FeaturizeError` with code `FEATURIZE_DISK_FULL` or `FEATURIZE_WRITE_FAILED`, with
 * `data.crystalsWritten` and the system's error as `cause`; `FEATURIZE_SHAPE_MISMATCH` when a tensor is
 * not of the layout; and whatever the source or the signal throws
 *
 * @remarks
 * Memory holds one tensor at a time. The number of crystals need not be known: the header is corrected
 * at the end. When anything fails, the file is cut back to the complete crystals, its header says how
 * many, and it is closed: what was written can be read.
 *
 * @example
 * ```ts
 * async function* good() {
 *   for await (const result of featurizeAll(source, { layout })) if (result.ok) yield result.value;
 * }
 * await writeNpy("X.npy", good(), { layout });
 * ```
 *
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export async function writeNpy(
  path: string,
  tensors: Iterable<FtcpTensor> | AsyncIterable<FtcpTensor>,
  options: WriteNpyOptions,
): Promise<WriteNpyReport> {
  let file;
  try {
    file = await open(path, "w");
  } catch (cause) {
    throw new FeaturizeError(
      "FEATURIZE_WRITE_FAILED",
      `${path}: cannot be opened for writing`,
      { file: path, crystalsWritten: 0 },
      { cause },
    );
  }
  return streamNpy(file, path, tensors, options);
}
