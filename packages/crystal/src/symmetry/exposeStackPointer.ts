/** Name under which the stack pointer is exported. */
export const stackPointerName = "ftcp_stack_pointer";

const globalSection = 6;
const exportSection = 7;

/**
 * A WebAssembly module that also exports its first global, the stack pointer by the convention of
 * LLVM; undefined when the bytes are no module with such a global.
 *
 * @remarks
 * A trap (a Rust panic) leaves the stack pointer where it was, so that some hundred traps use up the
 * stack and every later call fails. With the pointer at hand it can be put back.
 */
export function exposeStackPointer(bytes: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  const header = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
  if (header.some((value, index) => bytes[index] !== value)) return undefined;
  let position = header.length;
  let hasGlobal = false;
  while (position < bytes.length) {
    const id = bytes[position];
    const [size, start] = readUnsigned(bytes, position + 1);
    const end = start + size;
    if (!(end <= bytes.length)) return undefined;
    if (id === globalSection) {
      const [, types] = readUnsigned(bytes, start);
      // A changeable (1) whole number of 32 bits (0x7f).
      hasGlobal = bytes[types] === 0x7f && bytes[types + 1] === 1;
    }
    if (id === exportSection) {
      if (!hasGlobal) return undefined;
      const [count, entries] = readUnsigned(bytes, start);
      const name = new TextEncoder().encode(stackPointerName);
      const content = [
        ...writeUnsigned(count + 1),
        ...bytes.subarray(entries, end),
        ...writeUnsigned(name.length),
        ...name,
        ...[0x03, 0x00],
      ];
      const section = [exportSection, ...writeUnsigned(content.length), ...content];
      const patched = new Uint8Array(position + section.length + bytes.length - end);
      patched.set(bytes.subarray(0, position));
      patched.set(section, position);
      patched.set(bytes.subarray(end), position + section.length);
      return patched;
    }
    position = end;
  }
  return undefined;
}

/** A number of the LEB128 code and the position after it. */
function readUnsigned(bytes: Uint8Array, start: number): readonly [number, number] {
  let value = 0;
  let position = start;
  for (let factor = 1; factor < 2 ** 35; factor *= 128) {
    const byte = bytes[position] ?? 0;
    position += 1;
    value += (byte % 128) * factor;
    if (byte < 128) break;
  }
  return [value, position];
}

function writeUnsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.push((rest % 128) + (rest >= 128 ? 128 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return bytes;
}
