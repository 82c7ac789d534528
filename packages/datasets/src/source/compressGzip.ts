/**
 * Compresses with gzip, by the platform's own `CompressionStream`.
 *
 * @param chunks - the bytes
 * @returns the gzip file in pieces; no more is read ahead than the stream takes
 */
export async function* compressGzip(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const stream = new CompressionStream("gzip");
  const writer = stream.writable.getWriter();
  const reader = stream.readable.getReader();
  const feeding = (async () => {
    try {
      for await (const chunk of chunks) {
        await writer.ready;
        await writer.write(new Uint8Array(chunk)); // a copy: the types rule out shared memory
      }
      await writer.close();
    } catch (error) {
      await writer.abort(error).catch(() => undefined);
      throw error;
    }
  })();
  feeding.catch(() => undefined); // awaited below
  try {
    for (;;) {
      const next = await reader.read().catch(async (error: unknown) => {
        await feeding; // throws what came first
        throw error;
      });
      if (next.done) break;
      yield next.value;
    }
    await feeding;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
