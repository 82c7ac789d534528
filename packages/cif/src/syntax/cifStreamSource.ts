/** A piece of a CIF: text, or bytes of UTF-8. */
export type CifChunk = string | Uint8Array;

/**
 * Where a CIF can come from: the whole text or file, or pieces of it, cut anywhere.
 *
 * @remarks
 * A web stream (`response.body`, `blob.stream()`) and a Node stream (`createReadStream(path)`) will do.
 */
export type CifStreamSource =
  CifChunk | Iterable<CifChunk> | AsyncIterable<CifChunk> | ReadableStream<CifChunk>;
