import { decodeUtf8, utf16Of } from "./decodeCifBytes.ts";
import type { DecodedCif } from "./decodeCifBytes.ts";
import type { CifChunk } from "./cifStreamSource.ts";

/**
 * Decodes a CIF that comes in pieces.
 *
 * @remarks
 * As `decodeCifBytes`: UTF-16 with a byte order mark, else UTF-8; from the first piece on that is not
 * UTF-8 Windows-1252.
 *
 * @internal
 */
export class ChunkDecoder {
  /** How the bytes were read last. */
  encoding: DecodedCif["encoding"] = "utf-8";
  /** Bytes of a character that the pieces so far do not complete. */
  #rest: Uint8Array = new Uint8Array(0);
  #utf16: TextDecoder | undefined;
  #isFirst = true;

  /**
   * Decodes a piece.
   *
   * @param chunk - the next piece
   * @returns its text
   * @throws TypeError when it is neither text nor bytes
   */
  decode(chunk: CifChunk): string {
    if (typeof chunk === "string") return this.#finishBytes() + chunk;
    if (!((chunk as unknown) instanceof Uint8Array)) {
      throw new TypeError("a piece of a CIF must be a string or a Uint8Array");
    }
    const bytes = this.#withRest(chunk);
    if (this.#isFirst) {
      if (bytes.length < 2) {
        this.#rest = bytes.slice();
        return "";
      }
      this.#isFirst = false;
      const utf16 = utf16Of(bytes);
      if (utf16 !== undefined) {
        this.encoding = utf16;
        this.#utf16 = new TextDecoder(utf16);
      }
    }
    if (this.#utf16 !== undefined) return this.#utf16.decode(bytes, { stream: true });
    return this.#decodeBytes(bytes, false);
  }

  /**
   * Decodes what is left at the end.
   *
   * @returns its text
   */
  end(): string {
    if (this.#utf16 !== undefined) return this.#utf16.decode();
    return this.#finishBytes();
  }

  #finishBytes(): string {
    this.#isFirst = false;
    if (this.#rest.length === 0) return "";
    return this.#decodeBytes(this.#withRest(new Uint8Array(0)), true);
  }

  #withRest(chunk: Uint8Array): Uint8Array {
    if (this.#rest.length === 0) return chunk;
    const joined = new Uint8Array(this.#rest.length + chunk.length);
    joined.set(this.#rest);
    joined.set(chunk, this.#rest.length);
    this.#rest = new Uint8Array(0);
    return joined;
  }

  #decodeBytes(bytes: Uint8Array, isEnd: boolean): string {
    if (this.encoding === "utf-8") {
      const end = isEnd ? bytes.length : bytes.length - unfinishedLength(bytes);
      const text = decodeUtf8(bytes.subarray(0, end));
      if (text !== undefined) {
        this.#rest = bytes.slice(end);
        return text;
      }
      this.encoding = "windows-1252";
    }
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/** How many bytes at the end begin a character of UTF-8 without completing it. */
function unfinishedLength(bytes: Uint8Array): number {
  for (let length = 1; length <= Math.min(3, bytes.length); length += 1) {
    const byte = bytes[bytes.length - length] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length < needed ? length : 0;
    }
  }
  return 0;
}
