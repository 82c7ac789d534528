import { DatasetError } from "../datasetError.ts";
import type { DatasetSource } from "./datasetSource.ts";

/** Characters of a string that are encoded at once, so that a long string is not doubled in memory. */
const TEXT_SLICE = 1 << 16;

/**
 * Gives the bytes of any source in chunks and lets go of the source when the caller stops early.
 *
 * @param source - the content
 * @param signal - stops also a read that never ends
 * @returns chunks of bytes, as large as the source gives them
 * @throws {@link DatasetError} with code `DATASETS_UNREADABLE_FILE` when the source fails
 * @throws the signal's reason when it is aborted
 */
export async function* readBytes(
  source: DatasetSource,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  const iterator = iterateSource(source);
  const encoder = new TextEncoder();
  // Half of a surrogate pair at the end of a text chunk waits for its other half.
  let halfPair = "";
  const encode = (text: string, isLast: boolean): Uint8Array => {
    const whole = halfPair + text;
    const cut = !isLast && /[\uD800-\uDBFF]$/.test(whole) ? whole.length - 1 : whole.length;
    halfPair = whole.slice(cut);
    return encoder.encode(whole.slice(0, cut));
  };
  let finished = false;
  try {
    for (;;) {
      signal?.throwIfAborted();
      let next: IteratorResult<Uint8Array | string, unknown>;
      try {
        next = await raceWithAbort(Promise.resolve(iterator.next()), signal);
      } catch (error) {
        if (signal?.aborted === true || error instanceof DatasetError) throw error;
        finished = true; // a source that failed is closed
        throw new DatasetError(
          "DATASETS_UNREADABLE_FILE",
          `the source could not be read: ${error instanceof Error ? error.message : String(error)}`,
          {},
          { cause: error },
        );
      }
      if (next.done === true) break;
      const chunk = next.value;
      if (typeof chunk === "string") yield encode(chunk, false);
      else if (chunk instanceof Uint8Array) yield chunk;
      else throw new TypeError("a dataset source must give Uint8Array or string chunks");
    }
    finished = true;
    if (halfPair !== "") yield encode("", true);
  } finally {
    // Not awaited after an abort: a source that hangs would hang here once more.
    if (!finished) {
      const closing = Promise.resolve(iterator.return?.()).catch(() => undefined);
      if (signal?.aborted !== true) await closing;
    }
  }
}

type Chunks = Iterator<Uint8Array | string> | AsyncIterator<Uint8Array | string>;

function iterateSource(source: DatasetSource): Chunks {
  if (typeof source === "string") return sliceText(source)[Symbol.iterator]();
  if (source instanceof Uint8Array) return [source][Symbol.iterator]();
  if (source instanceof Blob) return iterateStream(source.stream());
  if (source instanceof ReadableStream) return iterateStream(source);
  if (Symbol.asyncIterator in source) return source[Symbol.asyncIterator]();
  if (Symbol.iterator in source) return source[Symbol.iterator]();
  throw new TypeError("a dataset source must be text, bytes, a Blob, a stream or an iterable");
}

function* sliceText(text: string): Generator<string> {
  for (let start = 0; start < text.length; start += TEXT_SLICE) {
    yield text.slice(start, start + TEXT_SLICE);
  }
}

/** Safari's streams are no async iterables yet, so this goes by the reader. */
function iterateStream(stream: ReadableStream<Uint8Array>): AsyncIterator<Uint8Array> {
  const reader = stream.getReader();
  return {
    next: async () => {
      const { done, value } = await reader.read();
      return done ? { done: true, value: undefined } : { done: false, value };
    },
    return: async () => {
      await reader.cancel();
      return { done: true, value: undefined };
    },
  };
}

async function raceWithAbort<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  let onAbort: (() => void) | undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => {
      // The reason is whatever the caller aborted with; it is passed on as it is.
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
      reject(signal.reason);
    };
    signal.addEventListener("abort", onAbort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    if (onAbort !== undefined) signal.removeEventListener("abort", onAbort);
  }
}
