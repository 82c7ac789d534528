import type { ReadOptions } from "./datasetSource.ts";
import { decompressGzip } from "./decompressGzip.ts";
import { decompressZstd } from "./decompressZstd.ts";

/**
 * Decompresses gzip and zstd where the source is either, and passes other bytes through.
 *
 * @param chunks - the bytes of the source
 * @param compression - `"auto"` decides by the magic bytes 1f 8b and 28 b5 2f fd
 * @returns the decompressed bytes; everything before a damaged place is given out first
 * @throws DatasetError with code `DATASETS_DAMAGED_GZIP` or `DATASETS_DAMAGED_ZSTD`
 */
export async function* decompress(
  chunks: AsyncGenerator<Uint8Array, void, undefined>,
  compression: NonNullable<ReadOptions["compression"]>,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    const start = compression === "none" ? new Uint8Array() : await takeMagic(chunks);
    const form = compression === "auto" ? recognise(start) : compression;
    const all = prepend(start, chunks);
    if (form === "gzip") yield* decompressGzip(all);
    else if (form === "zstd") yield* decompressZstd(all);
    else yield* all;
  } finally {
    await chunks.return();
  }
}

function recognise(start: Uint8Array): "gzip" | "zstd" | "none" {
  if (start[0] === 0x1f && start[1] === 0x8b) return "gzip";
  const isZstd = start[0] === 0x28 && start[1] === 0xb5 && start[2] === 0x2f && start[3] === 0xfd;
  return isZstd ? "zstd" : "none";
}

/** Takes chunks until four bytes are there, or all there are. */
async function takeMagic(chunks: AsyncGenerator<Uint8Array, void, undefined>): Promise<Uint8Array> {
  let start = new Uint8Array();
  while (start.length < 4) {
    const next = await chunks.next();
    if (next.done === true) break;
    const joined = new Uint8Array(start.length + next.value.length);
    joined.set(start);
    joined.set(next.value, start.length);
    start = joined;
  }
  return start;
}

async function* prepend(
  first: Uint8Array,
  rest: AsyncGenerator<Uint8Array, void, undefined>,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (first.length > 0) yield first;
  yield* rest;
}
