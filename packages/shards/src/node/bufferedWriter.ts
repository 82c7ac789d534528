import type { FileHandle } from "node:fs/promises";

/** Bytes that are collected before they are written. */
const pieceBytes = 1 << 20;

/** Appends to a file in large pieces. */
export class BufferedWriter {
  readonly #file: FileHandle;
  #pieces: Uint8Array[] = [];
  #size = 0;
  #position = 0;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  /** Takes bytes; the caller does not change them before the next `flush`. */
  async write(bytes: Uint8Array): Promise<void> {
    this.#pieces.push(bytes);
    this.#size += bytes.length;
    if (this.#size >= pieceBytes) await this.flush();
  }

  /** Writes what was collected. */
  async flush(): Promise<void> {
    const bytes = Buffer.concat(this.#pieces);
    this.#pieces = [];
    this.#size = 0;
    await this.writeAt(bytes, this.#position);
    this.#position += bytes.length;
  }

  /** Writes over bytes that are in the file; the system may take fewer at a time. */
  async writeAt(bytes: Uint8Array, position: number): Promise<void> {
    for (let done = 0; done < bytes.length;) {
      const rest = bytes.length - done;
      done += (await this.#file.write(bytes, done, rest, position + done)).bytesWritten;
    }
  }
}
