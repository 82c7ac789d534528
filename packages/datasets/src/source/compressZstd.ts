import type { Zstd } from "@hpcc-js/wasm-zstd";

/** Compression level; the library's own default. */
const LEVEL = 3;

/** A stream that is being compressed, as far as another one must know it. */
interface Stream {
  /** End of a frame that another stream has closed for it. */
  tail: Uint8Array | undefined;
}

/** The stream whose frame is open: the library has one state for all. */
let current: Stream | undefined;

/**
 * Compresses with zstd, level 3.
 *
 * @param chunks - the bytes
 * @returns the zstd file in pieces: one frame, or several where two streams are compressed at the same time, as the
 *   library compresses one at a time
 */
export async function* compressZstd(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  // Loaded where it is needed: it is 240 kB of WebAssembly.
  const { Zstd: Library } = await import("@hpcc-js/wasm-zstd");
  const zstd = await Library.load();
  const stream: Stream = { tail: undefined };
  try {
    takeTurn(zstd, stream); // an empty file is a frame too
    for await (const chunk of chunks) {
      if (stream.tail !== undefined) {
        const { tail } = stream;
        stream.tail = undefined;
        yield tail;
      }
      takeTurn(zstd, stream);
      const bytes = zstd.compressChunk(chunk).slice();
      if (bytes.length > 0) yield bytes;
    }
    yield stream.tail ?? zstd.compressEnd().slice();
  } finally {
    if (current === stream) current = undefined;
  }
}

/** Makes a stream the one whose frame is open, and closes the frame of another one. */
function takeTurn(zstd: Zstd, stream: Stream): void {
  if (current === stream) return;
  if (current !== undefined) current.tail = zstd.compressEnd().slice();
  zstd.reset();
  zstd.setCompressionLevel(LEVEL);
  current = stream;
}
