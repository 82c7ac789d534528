import { joinParts } from "../source/joinParts.ts";
import { checkArrowMetadata } from "./checkArrowMetadata.ts";

/**
 * Passes an Arrow stream on, a message at a time, after the counts in the message's metadata have been checked.
 *
 * @param chunks - the stream: messages of a length, metadata and a body
 * @returns the same bytes, to the end of the stream or of the bytes
 * @throws RangeError when metadata are cut off or their counts exceed their bytes
 *
 * @see https://arrow.apache.org/docs/format/Columnar.html#encapsulated-message-format
 */
export async function* checkArrowMessages(
  chunks: AsyncGenerator<Uint8Array, void, undefined>,
): AsyncGenerator<Uint8Array, void, undefined> {
  let rest: Uint8Array = new Uint8Array();
  /** The next bytes in pieces; fewer where the stream ends. */
  async function* pass(size: number): AsyncGenerator<Uint8Array, void, undefined> {
    for (let missing = size; missing > 0;) {
      if (rest.length === 0) {
        const next = await chunks.next();
        if (next.done === true) return;
        rest = next.value;
      }
      const piece = rest.subarray(0, missing);
      rest = rest.subarray(piece.length);
      missing -= piece.length;
      yield piece;
    }
  }
  const read = async (size: number): Promise<Uint8Array> => {
    const pieces: Uint8Array[] = [];
    for await (const piece of pass(size)) pieces.push(piece);
    return joinParts(pieces);
  };
  /** Four bytes and the length that they are; 0 at the end of the bytes. */
  const readLength = async (): Promise<readonly [Uint8Array, number]> => {
    const bytes = await read(4);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return [bytes, bytes.length < 4 ? 0 : view.getInt32(0, true)];
  };

  for (;;) {
    let [bytes, length] = await readLength();
    yield bytes;
    if (length === -1) {
      // The mark of a message since version 0.15.
      [bytes, length] = await readLength();
      yield bytes;
    }
    if (length === 0) return;
    const metadata = await read(length);
    if (metadata.length !== length) throw new RangeError("metadata are cut off");
    const bodyLength = checkArrowMetadata(metadata);
    yield metadata;
    yield* pass(bodyLength);
  }
}
