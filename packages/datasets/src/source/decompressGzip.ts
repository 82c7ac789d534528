import { DatasetError } from "../datasetError.ts";

/**
 * Bytes handed to the decompressor at once. What it had not yet given out when it meets damage is
 * lost, so this bounds the loss to the rows within one piece.
 */
const PIECE = 2048;

/**
 * Decompresses gzip.
 *
 * @param chunks - the compressed bytes
 * @returns the decompressed bytes; everything before a damaged place is given out first
 * @throws {@link DatasetError} with code `DATASETS_DAMAGED_GZIP` when the data is no gzip, is cut
 *   short, or fails its checksum
 *
 * @remarks
 * Uses the platform's `DecompressionStream`. Several gzip members in one file (`cat a.gz b.gz`)
 * work in Node; some browsers take only the first and report the rest as damage.
 */
export async function* decompressGzip(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const stream = new DecompressionStream("gzip");
  const writer = stream.writable.getWriter();
  const reader = stream.readable.getReader();
  let output: Uint8Array[] = [];
  let failure: unknown;
  // Reads along with the writing: a stream that fails throws away what waits in its queue.
  const draining = (async () => {
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        output.push(value);
      }
    } catch (error) {
      failure ??= error;
    }
  })();
  writer.closed.catch((error: unknown) => {
    failure ??= error;
  });
  const takeOutput = (): Uint8Array[] => {
    const taken = output;
    output = [];
    return taken;
  };
  let finished = false;
  try {
    for await (const chunk of chunks) {
      for (let start = 0; start < chunk.length && failure === undefined; start += PIECE) {
        try {
          // A copy with a buffer of its own: the types rule out shared memory.
          await writer.write(new Uint8Array(chunk.subarray(start, start + PIECE)));
        } catch (error) {
          failure ??= error;
        }
      }
      yield* takeOutput();
      if (failure !== undefined) break;
    }
    if (failure === undefined) {
      // Lets the last output through before the end, which fails if the data is cut short.
      await new Promise((resolve) => setTimeout(resolve, 0));
      await writer.close().catch((error: unknown) => {
        failure ??= error;
      });
    }
    await draining;
    finished = true;
    yield* takeOutput();
  } finally {
    if (!finished) {
      await writer.abort().catch(() => undefined);
      await draining;
    }
  }
  if (failure !== undefined) {
    throw new DatasetError(
      "DATASETS_DAMAGED_GZIP",
      "the gzip data is damaged or cut short; the rows before this place were read",
      {},
      { cause: failure },
    );
  }
}
