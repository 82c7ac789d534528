import { Decompress } from "fzstd";
import { DatasetError } from "../datasetError.ts";

/** Bytes handed to the decompressor at once; bounds what one step gives out. */
const PIECE = 1 << 16;

/**
 * Decompresses zstd, one frame or several.
 *
 * @param chunks - the compressed bytes
 * @returns the decompressed bytes; everything before a damaged place is given out first
 * @throws {@link DatasetError} with code `DATASETS_DAMAGED_ZSTD` when the data is no zstd or is cut short
 *
 * @remarks
 * Frames made with a dictionary are not read, and the checksum that a frame may end with is not verified.
 * Memory is bounded by the window of the frame (8 MiB for the usual levels).
 */
export async function* decompressZstd(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  let output: Uint8Array[] = [];
  let failure: unknown;
  const stream = new Decompress((data) => {
    // A copy: the decompressor goes on using its window.
    if (data.length > 0) output.push(data.slice());
  });
  const push = (chunk: Uint8Array, isLast: boolean): Uint8Array[] => {
    try {
      stream.push(chunk, isLast);
    } catch (error) {
      failure = error; // thrown below, after what came before it
    }
    const taken = output;
    output = [];
    return taken;
  };
  for await (const chunk of chunks) {
    for (let start = 0; start < chunk.length && failure === undefined; start += PIECE) {
      // A copy, as the source may use its buffer again.
      yield* push(chunk.slice(start, start + PIECE), false);
    }
    if (failure !== undefined) break;
  }
  if (failure === undefined) yield* push(new Uint8Array(), true);
  if (failure !== undefined) {
    throw new DatasetError(
      "DATASETS_DAMAGED_ZSTD",
      "the zstd data is damaged or cut short; the rows before this place were read",
      {},
      { cause: failure },
    );
  }
}
