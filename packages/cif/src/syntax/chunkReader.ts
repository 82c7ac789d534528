import type { CifChunk, CifStreamSource } from "./cifStreamSource.ts";

/** Bytes are decoded in pieces of this size, so that a large file is not there twice. */
const pieceLength = 1 << 20;

/**
 * Takes the pieces of a source one by one.
 *
 * @internal
 */
export class ChunkReader {
  readonly #next: () => IteratorResult<CifChunk> | Promise<IteratorResult<CifChunk>>;
  readonly #close: (reason: unknown) => unknown;
  #isDone = false;

  /**
   * Opens a source.
   *
   * @param source - text, bytes, or a sequence or stream of them
   * @throws TypeError when it is none of these
   */
  constructor(source: CifStreamSource) {
    if (typeof source === "object" && "getReader" in source) {
      const reader = source.getReader();
      // A finished reader gives no value, as a finished iterator does.
      this.#next = async (): Promise<IteratorResult<CifChunk>> => {
        const { done, value } = await reader.read();
        return done ? { done: true, value: undefined } : { done: false, value };
      };
      this.#close = (reason): unknown => reader.cancel(reason);
      return;
    }
    const iterator = iteratorOf(source);
    this.#next = (): IteratorResult<CifChunk> | Promise<IteratorResult<CifChunk>> =>
      iterator.next();
    this.#close = (): unknown => iterator.return?.();
  }

  /**
   * The next piece.
   *
   * @param signal - ends the waiting
   * @returns the piece, or `undefined` after the last one
   * @throws the reason of the signal, and whatever the source throws
   */
  async next(signal: AbortSignal | undefined): Promise<CifChunk | undefined> {
    // Before the source is asked: a piece that nobody waits for could not report a fault.
    signal?.throwIfAborted();
    const result = await withSignal(this.#next(), signal);
    if (result.done !== true) return result.value;
    this.#isDone = true;
    return undefined;
  }

  /**
   * Tells the source that no more is wanted.
   *
   * @param signal - when it is aborted nothing is waited for, since the source may hang
   */
  async close(signal: AbortSignal | undefined): Promise<void> {
    if (this.#isDone) return;
    this.#isDone = true;
    const closing = Promise.resolve(this.#close(signal?.reason));
    if (signal?.aborted !== true) {
      await closing;
      return;
    }
    // The reason of the signal is thrown already; a second fault adds nothing to it.
    closing.catch(() => undefined);
  }
}

function iteratorOf(
  source: Exclude<CifStreamSource, ReadableStream>,
): Iterator<CifChunk, unknown> | AsyncIterator<CifChunk, unknown> {
  if (typeof source === "string") return [source].values();
  if (source instanceof Uint8Array) return piecesOf(source);
  if (Symbol.asyncIterator in source) return source[Symbol.asyncIterator]();
  if (Symbol.iterator in source) return source[Symbol.iterator]();
  throw new TypeError("a CIF comes as text, bytes, an iterable or a stream of them");
}

function* piecesOf(bytes: Uint8Array): Generator<Uint8Array, void, undefined> {
  for (let start = 0; start < bytes.length; start += pieceLength) {
    yield bytes.subarray(start, start + pieceLength);
  }
}

async function withSignal<T>(value: T | Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return value;
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = (): void => {
      reject(signal.reason as Error);
    };
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([value, aborted]);
  } finally {
    if (stop !== undefined) signal.removeEventListener("abort", stop);
  }
}
