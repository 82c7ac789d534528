import { decompress } from "./decompress.ts";
import type { DatasetSource } from "./datasetSource.ts";
import { readBytes } from "./readBytes.ts";

/** A file of known size of which any part can be read, such as one on disk or behind range requests. */
export interface RandomAccessSource {
  /** Size in bytes. */
  readonly byteLength: number;
  /**
   * Reads a part of the file.
   *
   * @param start - first byte
   * @param end - first byte not wanted any more
   * @returns these bytes, fewer only where the file has become shorter
   */
  readonly slice: (start: number, end: number) => Promise<ArrayBuffer> | ArrayBuffer;
}

/**
 * Gives random access to any source; one that can only be read from start to end is taken into memory.
 *
 * @param source - the content; a `Blob` stays where it is
 * @param signal - stops the reading of a stream
 * @returns the same content with random access
 * @throws DatasetError with code `DATASETS_UNREADABLE_FILE`, `DATASETS_DAMAGED_GZIP` or
 *   `DATASETS_DAMAGED_ZSTD`
 */
export async function openRandomAccess(
  source: DatasetSource | RandomAccessSource,
  signal: AbortSignal | undefined,
): Promise<RandomAccessSource> {
  if (isRandomAccess(source)) return source;
  if (source instanceof Blob) {
    const head = new Uint8Array(await source.slice(0, 4).arrayBuffer());
    const isCompressed =
      (head[0] === 0x1f && head[1] === 0x8b) || (head[0] === 0x28 && head[1] === 0xb5);
    if (!isCompressed) {
      // Node ends the process when a blob is cut at impossible places, as damaged files may name them.
      const within = (at: number): number =>
        Number.isFinite(at) ? Math.min(Math.max(0, Math.trunc(at)), source.size) : 0;
      return {
        byteLength: source.size,
        slice: (start, end) => {
          const from = within(start);
          return source.slice(from, Math.max(from, within(end))).arrayBuffer();
        },
      };
    }
  }
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of decompress(readBytes(source, signal), "auto")) {
    parts.push(chunk.slice()); // the source may use its buffer again
    size += chunk.length;
  }
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return { byteLength: size, slice: (start, end) => bytes.buffer.slice(start, end) };
}

function isRandomAccess(source: DatasetSource | RandomAccessSource): source is RandomAccessSource {
  return (
    typeof source === "object" &&
    !(source instanceof Uint8Array) &&
    "byteLength" in source &&
    "slice" in source
  );
}
