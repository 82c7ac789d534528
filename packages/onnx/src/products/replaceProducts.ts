import { findProducts } from "./findProducts.ts";
import { fusedKernelBytes, kernelBytes } from "./kernelBytes.ts";
import { hasRelaxedSimd } from "./hasRelaxedSimd.ts";
import { linkCalls } from "./linkCalls.ts";
import {
  joinBytes,
  readBodies,
  readSections,
  sectionIds,
  WasmReader,
  writeList,
  writeNumber,
  writeSections,
} from "./wasmSections.ts";

/** A wasm file whose products of matrices are ours. */
export interface ReplacedProducts {
  /** The file. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What computes the products: `fused` where the host has relaxed SIMD. */
  readonly kernel: "plain" | "fused";
}

/**
 * Gives the wasm file of onnxruntime-web faster products of matrices: the bodies of its two functions that multiply
 * blocks are replaced by those of `kernel/products.wat`.
 *
 * @param wasm - `ort-wasm-simd-threaded.wasm`, as the package has it
 * @param options - `fused`: whether the host has relaxed SIMD; found out by default
 * @returns the file; `undefined` where the functions are not the known ones, byte for byte: then the file is to be used
 *   as it is
 *
 * @remarks
 * Without relaxed SIMD the products have the same bits as before.
 */
export function replaceProducts(
  wasm: Uint8Array,
  options: { readonly fused?: boolean } = {},
): ReplacedProducts | undefined {
  const fused = options.fused ?? hasRelaxedSimd();
  const bytes = rewrite(wasm, decode(fused ? fusedKernelBytes : kernelBytes));
  return bytes && { bytes, kernel: fused ? "fused" : "plain" };
}

function rewrite(wasm: Uint8Array, kernel: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  const sections = readSections(wasm);
  const bytesOf = (id: number): Uint8Array =>
    sections.find((section) => section.id === id)?.bytes ?? Uint8Array.of(0);
  const bodies = readBodies(bytesOf(sectionIds.code));
  const reader = new WasmReader(bytesOf(sectionIds.functions));
  const types = reader.list(() => reader.number());
  const found = findProducts(bodies);
  if (found === undefined) return undefined;
  const { zero, add } = found;
  if (types[zero] !== types[add]) return undefined;

  const ours = readSections(kernel).find(({ id }) => id === sectionIds.code)?.bytes;
  const [zeroTiles, addTiles, newZero, newAdd] = readBodies(ours ?? Uint8Array.of(0)) as [
    ...[Uint8Array, Uint8Array, Uint8Array, Uint8Array],
  ];
  // The originals move to the end, and ours take their places: calls and tables stay as they are.
  const first = countImportedFunctions(bytesOf(sectionIds.imports)) + bodies.length;
  const link = (body: Uint8Array): Uint8Array =>
    linkCalls(body, [first, first + 1, first + 2, first + 3]);
  const [originalZero, originalAdd] = [bodies[zero], bodies[add]] as [Uint8Array, Uint8Array];
  bodies[zero] = link(newZero);
  bodies[add] = link(newAdd);
  bodies.push(originalZero, originalAdd, zeroTiles, addTiles);
  const type = types[zero] as number;
  types.push(type, type, type, type);
  const changed = new Map<number, Uint8Array>([
    [sectionIds.functions, joinBytes([types.length, ...types].map((value) => writeNumber(value)))],
    [sectionIds.code, writeList(bodies)],
  ]);
  return writeSections(sections.map(({ id, bytes }) => ({ id, bytes: changed.get(id) ?? bytes })));
}

function countImportedFunctions(imports: Uint8Array): number {
  const reader = new WasmReader(imports);
  const skipLimits = (): void => {
    const flags = reader.number();
    reader.number();
    if ((flags & 1) === 1) reader.number();
  };
  const kinds = reader.list(() => {
    reader.counted();
    reader.counted();
    const kind = reader.byte();
    if (kind === 0) reader.number();
    else if (kind === 1) {
      reader.byte();
      skipLimits();
    } else if (kind === 2) skipLimits();
    else if (kind === 3) reader.at += 2;
    else {
      reader.byte();
      reader.number();
    }
    return kind;
  });
  return kinds.filter((kind) => kind === 0).length;
}

function decode(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
