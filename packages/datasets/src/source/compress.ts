import { compressGzip } from "./compressGzip.ts";
import { compressZstd } from "./compressZstd.ts";

/** Compressions that are written. */
export type WrittenCompression = "gzip" | "zstd" | "none";

/** Bytes that are compressed at once, so that lines are not compressed one by one. */
const PIECE = 1 << 17;

/**
 * Compresses what a writer gives.
 *
 * @param pieces - texts and bytes in order
 * @param compression - how
 * @returns the bytes of the file
 */
export async function* compress(
  pieces: AsyncIterable<string | Uint8Array>,
  compression: WrittenCompression,
): AsyncGenerator<Uint8Array, void, undefined> {
  const chunks = joinPieces(pieces);
  if (compression === "gzip") yield* compressGzip(chunks);
  else if (compression === "zstd") yield* compressZstd(chunks);
  else yield* chunks;
}

async function* joinPieces(
  pieces: AsyncIterable<string | Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const encoder = new TextEncoder();
  let buffer = new Uint8Array(PIECE);
  let size = 0;
  for await (const piece of pieces) {
    const bytes = typeof piece === "string" ? encoder.encode(piece) : piece;
    for (let start = 0; start < bytes.length;) {
      const part = bytes.subarray(start, start + PIECE - size);
      buffer.set(part, size);
      size += part.length;
      start += part.length;
      if (size < PIECE) continue;
      yield buffer;
      buffer = new Uint8Array(PIECE); // who took the other may keep it
      size = 0;
    }
  }
  if (size > 0) yield buffer.subarray(0, size);
}
