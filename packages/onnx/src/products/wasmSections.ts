/** A section of a WebAssembly module. */
export interface WasmSection {
  /** What it is: 1 types, 2 imports, 3 functions, 10 code. */
  readonly id: number;
  /** Its bytes, without id and length. */
  readonly bytes: Uint8Array;
}

/** Identifiers of the sections that are read here. */
export const sectionIds = { types: 1, imports: 2, functions: 3, code: 10 } as const;

/** Reads numbers from the bytes of a WebAssembly module. */
export class WasmReader {
  /** Where the next byte is read. */
  at = 0;
  readonly #bytes: Uint8Array;

  /** Reads from the beginning of these bytes. */
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Whether all is read. */
  get isDone(): boolean {
    return this.at >= this.#bytes.length;
  }

  /** One byte. */
  byte(): number {
    const byte = this.#bytes[this.at++];
    if (byte === undefined) throw new RangeError("the module ends too early");
    return byte;
  }

  /** A whole number in LEB128. */
  number(): number {
    let [value, factor] = [0, 1];
    for (;;) {
      const byte = this.byte();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
      factor *= 128;
    }
  }

  /** As many bytes as the number before them says. */
  counted(): Uint8Array {
    const length = this.number();
    if (length > this.#bytes.length - this.at) throw new RangeError("the module ends too early");
    return this.#bytes.subarray(this.at, (this.at += length));
  }

  /** A list that begins with its length. */
  list<T>(read: () => T): T[] {
    return Array.from({ length: this.number() }, read);
  }
}

/** The sections of a module, in their order. */
export function readSections(module: Uint8Array): WasmSection[] {
  const reader = new WasmReader(module);
  reader.at = 8; // "\0asm" and the version
  const sections: WasmSection[] = [];
  while (!reader.isDone) sections.push({ id: reader.byte(), bytes: reader.counted() });
  return sections;
}

/** The bodies of the functions in a code section. */
export function readBodies(code: Uint8Array): Uint8Array[] {
  const reader = new WasmReader(code);
  return reader.list(() => reader.counted());
}

/** A module of these sections. */
export function writeSections(sections: readonly WasmSection[]): Uint8Array<ArrayBuffer> {
  return joinBytes([
    Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0),
    ...sections.flatMap(({ id, bytes }) => [Uint8Array.of(id), writeNumber(bytes.length), bytes]),
  ]);
}

/** A list of byte strings, each after its length, as the code section has them. */
export function writeList(items: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return joinBytes([
    writeNumber(items.length),
    ...items.flatMap((item) => [writeNumber(item.length), item]),
  ]);
}

/** A whole number in LEB128, in at least so many bytes. */
export function writeNumber(value: number, width = 1): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    bytes.push(rest > 0 || bytes.length + 1 < width ? low + 128 : low);
  } while (rest > 0 || bytes.length < width);
  return Uint8Array.from(bytes);
}

/** Byte strings one after another. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
