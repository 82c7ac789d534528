/**
 * Decompresses LZ4 frames, as Arrow has them in its buffers.
 *
 * @param input - one frame or several
 * @returns the bytes; checksums are not verified
 * @throws RangeError when the data is damaged
 *
 * @see https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md
 */
export function decompressLz4Frame(input: Uint8Array): Uint8Array {
  const view = new DataView(input.buffer, input.byteOffset, input.byteLength);
  const output = new Output(input.length * 4);
  let at = 0;
  while (at < input.length) {
    if (view.getUint32(at, true) !== 0x184d2204) throw new RangeError("no LZ4 frame");
    const flags = view.getUint8(at + 4);
    at += 6; // magic, flags, block descriptor
    if ((flags & 8) !== 0) at += 8; // size of the content
    if ((flags & 1) !== 0) at += 4; // id of a dictionary
    at += 1; // checksum of the header
    for (;;) {
      const word = view.getUint32(at, true);
      at += 4;
      if (word === 0) break;
      const size = word & 0x7fffffff;
      const block = input.subarray(at, at + size);
      if (block.length < size) throw new RangeError("an LZ4 block is cut short");
      if (word >>> 31 === 1) output.append(block);
      else decodeBlock(block, output);
      at += size + ((flags & 16) === 0 ? 0 : 4); // checksum of the block
    }
    if ((flags & 4) !== 0) at += 4; // checksum of the content
  }
  return output.bytes();
}

function decodeBlock(block: Uint8Array, output: Output): void {
  let at = 0;
  const readLength = (start: number): number => {
    let length = start;
    if (start < 15) return length;
    for (;;) {
      const byte = block[at++];
      if (byte === undefined) throw new RangeError("an LZ4 block is damaged");
      length += byte;
      if (byte < 255) return length;
    }
  };
  while (at < block.length) {
    const token = block[at++] ?? 0;
    const literals = readLength(token >> 4);
    if (at + literals > block.length) throw new RangeError("an LZ4 block is damaged");
    output.append(block.subarray(at, at + literals));
    at += literals;
    if (at >= block.length) return; // the last sequence has no match
    const offset = (block[at] ?? 0) | ((block[at + 1] ?? 0) << 8);
    at += 2;
    output.repeat(offset, readLength(token & 15) + 4);
  }
}

/** Bytes that grow. */
class Output {
  #buffer: Uint8Array;
  #size = 0;

  constructor(size: number) {
    this.#buffer = new Uint8Array(Math.max(64, size));
  }

  append(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#buffer.set(bytes, this.#size);
    this.#size += bytes.length;
  }

  repeat(offset: number, length: number): void {
    if (offset === 0 || offset > this.#size) throw new RangeError("an LZ4 block is damaged");
    this.#reserve(length);
    const buffer = this.#buffer;
    // Byte by byte, as the match may reach into what it writes.
    for (let i = 0; i < length; i++) {
      buffer[this.#size] = buffer[this.#size - offset] ?? 0;
      this.#size += 1;
    }
  }

  bytes(): Uint8Array {
    return this.#buffer.slice(0, this.#size);
  }

  #reserve(more: number): void {
    if (this.#size + more <= this.#buffer.length) return;
    const grown = new Uint8Array(Math.max(2 * this.#buffer.length, this.#size + more));
    grown.set(this.#buffer.subarray(0, this.#size));
    this.#buffer = grown;
  }
}
