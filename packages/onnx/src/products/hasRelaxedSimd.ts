import { sectionIds, writeList, writeSections } from "./wasmSections.ts";

/** Whether this host compiles `f32x4.relaxed_madd`. */
export function hasRelaxedSimd(): boolean {
  // (module (func (result v128) (f32x4.relaxed_madd of three constants)))
  const constant = [0xfd, 12, ...Array.from({ length: 16 }, () => 0)];
  const code = [0, ...constant, ...constant, ...constant, 0xfd, 0x85, 2, 11];
  return WebAssembly.validate(
    writeSections([
      { id: sectionIds.types, bytes: Uint8Array.of(1, 0x60, 0, 1, 0x7b) },
      { id: sectionIds.functions, bytes: Uint8Array.of(1, 0) },
      { id: sectionIds.code, bytes: writeList([Uint8Array.from(code)]) },
    ]),
  );
}
