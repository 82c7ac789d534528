import { open, rename, rm, stat, type FileHandle } from "node:fs/promises";

import { FeaturizeError } from "../featurizeError.ts";
import type { TensorFormat } from "../format/tensorFormat.ts";
import type { FtcpLayout } from "../layout/ftcpLayout.ts";
import { checkShape } from "../tensor/checkShape.ts";
import type { FtcpTensor } from "../tensor/ftcpTensor.ts";
import { npyFormat } from "./npyFormat.ts";
import { appendToJournal, isMissing, readJournal, type JournalHeader } from "./tensorJournal.ts";
import type { WrittenEntry } from "./writtenEntry.ts";
import { toWriteError } from "./toWriteError.ts";

/** An item for {@link writeTensors}. */
export interface TensorEntry {
  /** Its tensor, of one crystal; `undefined` for an item that failed. */
  readonly tensor: FtcpTensor | undefined;
  /** Its id; the position in the source when there is none. */
  readonly id?: string;
  /** What {@link writeTensors} shall remember of it, for example its error; JSON. */
  readonly note?: unknown;
}

/** Settings of {@link writeTensors}. */
export interface WriteTensorsOptions {
  /** Layout of the tensors. */
  readonly layout: FtcpLayout;
  /** {@link npyFormat} by default; {@link npzFormat}, or `arrowFormat` of `@ftcp/featurize/arrow`. */
  readonly format?: TensorFormat;
  /** Whether to go on with an unfinished file, if there is one; false by default. */
  readonly resume?: boolean;
  /** What else a run that is continued must have in common, for example the name of its data; JSON. */
  readonly run?: unknown;
  /** Crystals that are written together, 64 by default; one record batch of Arrow. */
  readonly blockSize?: number;
  /** Milliseconds between checkpoints, at most; 1000 by default. */
  readonly checkpointInterval?: number;
  /** Where `.part` and `.journal` are put behind; `path` by default. */
  readonly unfinished?: string;
  /** Stops the writing before the next item. */
  readonly signal?: AbortSignal;
}

/** What {@link writeTensors} has written. */
export interface WriteTensorsReport {
  /** Number of crystals in the file. */
  readonly crystals: number;
  /** Number of items, with those that failed. */
  readonly items: number;
  /** Number of items that an earlier run had done. */
  readonly resumed: number;
  /** Size of the file in bytes. */
  readonly bytes: number;
}

/**
 * Writes a stream of tensors to a file that a crash does not harm: what was written is continued.
 *
 * @param path - file to write; an existing one is replaced when the new one is complete
 * @param source - called once with what an earlier run has done, which is nothing unless `resume` is
 * set; gives the items after that
 * @param options - layout, format, and whether to continue
 * @returns how much was written
 * @throws `FeaturizeError` with code `FEATURIZE_DISK_FULL`, `FEATURIZE_WRITE_FAILED`,
 * `FEATURIZE_READ_FAILED`; `FEATURIZE_RESUME_MISMATCH` when the unfinished file is of another layout,
 * format, block size or `run`, or shorter than it was; `FEATURIZE_SHAPE_MISMATCH` when a tensor is not
 * of the layout; and whatever the source or the signal throws
 * @throws RangeError when `blockSize` is not a whole number above 0
 *
 * @remarks
 * The tensors go to `path.part`, and what was done to `path.journal`: after every checkpoint both are
 * safely on the disk, in this order. To continue, the file is cut back to the last checkpoint. When it
 * is complete it is renamed to `path`, and the journal is removed. A file that was continued, however
 * often, has the same bytes as one written in one go. Without `resume`, and when there is nothing to
 * continue, a new file is begun. A run that fails before its first checkpoint leaves nothing. Memory
 * holds one block.
 *
 * @example
 * ```ts
 * await writeTensors("X.npz", (done) => entries(crystals.slice(done.length)), {
 *   layout,
 *   format: npzFormat(),
 *   resume: true,
 * });
 *
 * async function* entries(rest: readonly Structure[]) {
 *   for await (const result of featurizeAll(rest, { layout })) {
 *     if (result.ok) yield { tensor: result.value };
 *     else yield { tensor: undefined, note: result.error.code };
 *   }
 * }
 * ```
 */
export async function writeTensors(
  path: string,
  source: (done: readonly WrittenEntry[]) => Iterable<TensorEntry> | AsyncIterable<TensorEntry>,
  options: WriteTensorsOptions,
): Promise<WriteTensorsReport> {
  const { layout, format = npyFormat(), resume = false, run = null, blockSize = 64 } = options;
  const { checkpointInterval = 1000, unfinished = path, signal } = options;
  if (!Number.isInteger(blockSize) || blockSize < 1) {
    throw new RangeError(`blockSize must be a whole number above 0, not ${blockSize}`);
  }
  const header: JournalHeader = {
    ...{ kind: "ftcp-tensor-journal", version: 1, format: format.name, blockSize, layout, run },
  };
  const partPath = `${unfinished}.part`;
  const journalPath = `${unfinished}.journal`;
  const journalled = resume ? await readJournal(journalPath, header) : [];
  const checkpoints = journalled.length > 0 && (await recoverPart()) ? journalled : [];
  signal?.throwIfAborted();

  const encoder = format.createEncoder(layout);
  const done = checkpoints.flatMap(({ entries }) => entries);
  let crystals = done.reduce((count, { isWritten }) => count + (isWritten ? 1 : 0), 0);
  let items = done.length;
  let position = 0;
  let safeCrystals = crystals;
  let hasProgress = true; // whether there is something to go on with

  /** Does something with the files; whatever fails is an error of writing. */
  const attempt = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (cause) {
      if (cause instanceof FeaturizeError) throw cause;
      throw toWriteError(cause, path, safeCrystals);
    }
  };
  const handles: FileHandle[] = [];
  const openFile = async (name: string, flags: string): Promise<FileHandle> => {
    const handle = await attempt(() => open(name, flags));
    handles.push(handle);
    return handle;
  };
  try {
    const last = checkpoints.at(-1);
    const part = await openFile(partPath, last === undefined ? "w" : "r+");
    if (last === undefined) {
      await attempt(() => append(encoder.start()));
    } else {
      await cutBack(part, last.bytes);
      position = last.bytes;
      encoder.restore(checkpoints.map((checkpoint) => checkpoint.encoder));
    }
    hasProgress = last !== undefined;
    // A line that the crash has cut off must not become the start of a new one.
    const journal = await openFile(journalPath, "w");
    await attempt(async () => {
      const lines = [header, ...checkpoints].map((line) => `${JSON.stringify(line)}\n`);
      await journal.appendFile(lines.join(""));
      await journal.datasync();
    });

    const size = layout.rows * layout.columns;
    const data = new Float32Array(blockSize * size);
    let ids: string[] = [];
    let indices: number[] = [];
    let blockEntries: WrittenEntry[] = []; // since the last block was complete
    let entries: WrittenEntry[] = []; // of complete blocks since the last checkpoint
    let lastCheckpoint = performance.now();

    const writeBlock = async (): Promise<void> => {
      if (ids.length > 0) {
        await append(encoder.encode({ data: data.subarray(0, ids.length * size), ids, indices }));
      }
      entries = entries.concat(blockEntries);
      blockEntries = [];
      ids = [];
      indices = [];
    };
    const writeCheckpoint = async (): Promise<void> => {
      if (entries.length === 0) return;
      await part.datasync();
      await appendToJournal(journal, { bytes: position, entries, encoder: encoder.checkpoint() });
      entries = [];
      hasProgress = true;
      safeCrystals = crystals - ids.length;
      lastCheckpoint = performance.now();
    };

    try {
      for await (const { tensor, id, note } of source(done)) {
        signal?.throwIfAborted();
        if (tensor !== undefined) {
          checkShape(tensor, layout);
          if (tensor.data.length !== size) {
            throw new RangeError(`an entry holds one crystal, not ${tensor.shape[0]}`);
          }
          data.set(tensor.data, ids.length * size);
          ids.push(id ?? String(items));
          indices.push(items);
          crystals++;
        }
        blockEntries.push({
          isWritten: tensor !== undefined,
          ...(id === undefined ? {} : { id }),
          ...(note === undefined ? {} : { note }),
        });
        items++;
        if (ids.length < blockSize) continue;
        await attempt(writeBlock);
        if (performance.now() - lastCheckpoint >= checkpointInterval) {
          await attempt(writeCheckpoint);
        }
      }
    } catch (error) {
      // What is complete shall not be done again, unless the disk itself has failed.
      const isWriting =
        error instanceof FeaturizeError &&
        (error.code === "FEATURIZE_DISK_FULL" || error.code === "FEATURIZE_WRITE_FAILED");
      if (!isWriting) await attempt(writeCheckpoint);
      throw error;
    }

    await attempt(async () => {
      await writeBlock();
      const { tail, patches } = encoder.end();
      await append(tail);
      for (const patch of patches) await writeFully(part, patch.bytes, patch.position);
      await part.sync();
      for (const handle of handles.splice(0)) await handle.close();
      await rename(partPath, path);
      await rm(journalPath);
    });
    return { crystals, items, resumed: done.length, bytes: position };

    async function append(pieces: readonly Uint8Array[]): Promise<void> {
      for (const bytes of pieces) {
        await writeFully(part, bytes, position);
        position += bytes.length;
      }
    }
  } catch (error) {
    for (const handle of handles.splice(0)) await handle.close();
    if (!hasProgress) {
      for (const file of [partPath, journalPath]) await rm(file, { force: true });
    }
    throw error;
  }

  /** Whether there is an unfinished file; one that was renamed in the very last moment is again. */
  async function recoverPart(): Promise<boolean> {
    for (const recover of [() => stat(partPath), () => rename(path, partPath)]) {
      try {
        await recover();
        return true;
      } catch (cause) {
        if (!isMissing(cause)) throw toWriteError(cause, path, 0);
      }
    }
    return false;
  }

  /** Cuts off what is behind the last checkpoint. */
  async function cutBack(part: FileHandle, bytes: number): Promise<void> {
    const { size } = await attempt(() => part.stat());
    if (size < bytes) {
      throw new FeaturizeError(
        "FEATURIZE_RESUME_MISMATCH",
        `${partPath}: ${size} bytes, but ${bytes} were written`,
        { file: partPath },
      );
    }
    await attempt(() => part.truncate(bytes));
  }
}

/** Writes all bytes; the system may take fewer at a time. */
async function writeFully(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    if (bytesWritten === 0) throw new Error("the file accepts no more bytes");
    done += bytesWritten;
  }
}
