import { FeaturizeError } from "../featurizeError.ts";
import { checkShape } from "../tensor/checkShape.ts";
import type { FtcpTensor } from "../tensor/ftcpTensor.ts";
import { littleEndianBytes } from "./npyFormat.ts";
import { formatNpyHeader, headerBytes } from "./npyHeader.ts";
import { toWriteError } from "./toWriteError.ts";
import type { WriteNpyOptions, WriteNpyReport } from "./writeNpy.ts";

/** The part of a file handle that writing needs. */
export interface WritableFile {
  write(
    bytes: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ readonly bytesWritten: number }>;
  truncate(bytes: number): Promise<void>;
  close(): Promise<void>;
}

/** Writes header and tensors to an open file and closes it, whatever happens. */
export async function streamNpy(
  file: WritableFile,
  path: string,
  tensors: Iterable<FtcpTensor> | AsyncIterable<FtcpTensor>,
  options: WriteNpyOptions,
): Promise<WriteNpyReport> {
  const { layout, signal } = options;
  const { rows, columns } = layout;
  const crystalBytes = rows * columns * 4;
  let position = 0;
  const complete = (): number => Math.max(0, Math.floor((position - headerBytes) / crystalBytes));

  const failed = (cause: unknown): FeaturizeError => toWriteError(cause, path, complete());
  const write = async (bytes: Uint8Array, at: number): Promise<number> => {
    let done = 0;
    try {
      while (done < bytes.length) {
        const { bytesWritten } = await file.write(bytes, done, bytes.length - done, at + done);
        if (bytesWritten === 0) throw new Error("the file accepts no more bytes");
        done += bytesWritten;
      }
    } catch (cause) {
      position = Math.max(position, at + done);
      throw failed(cause);
    }
    return at + done;
  };
  const finish = async (): Promise<void> => {
    await write(formatNpyHeader(complete(), rows, columns), 0);
  };

  try {
    position = await write(formatNpyHeader(0, rows, columns), 0);
    signal?.throwIfAborted();
    for await (const tensor of tensors) {
      signal?.throwIfAborted();
      checkShape(tensor, layout);
      position = await write(littleEndianBytes(tensor.data), position);
    }
    await finish();
  } catch (error) {
    // Make what was written readable; if that fails too, both errors are told.
    const errors: unknown[] = [error];
    try {
      const crystals = complete();
      await file.truncate(position < headerBytes ? 0 : headerBytes + crystals * crystalBytes);
      if (position >= headerBytes) await finish();
    } catch (another) {
      errors.push(another);
    }
    try {
      await file.close();
    } catch (another) {
      errors.push(another);
    }
    if (errors.length === 1) throw error;
    if (!(error instanceof FeaturizeError)) throw failed(new AggregateError(errors));
    throw new FeaturizeError(error.code, error.message, error.data, {
      cause: new AggregateError([error.cause, ...errors.slice(1)]),
    });
  }
  try {
    await file.close();
  } catch (cause) {
    throw failed(cause);
  }
  return { crystals: complete(), bytes: position };
}
