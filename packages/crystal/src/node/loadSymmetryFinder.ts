import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { createSymmetryFinder } from "../symmetry/createSymmetryFinder.ts";
import type { SymmetryFinder } from "../symmetry/symmetryFinder.ts";

let loading: Promise<SymmetryFinder> | undefined;

/**
 * A symmetry finder, its WebAssembly module read from the installed `@spglib/moyo-wasm`.
 *
 * @returns the finder; read and compiled once, later calls get the same one
 * @throws `CrystalError` with code `CRYSTAL_SYMMETRY_FAILED` when the file is not that module, or
 *   the error of the file system when it is missing
 *
 * @example
 * ```ts
 * const finder = await loadSymmetryFinder();
 * finder.find(structure).number; // 225
 * ```
 */
export function loadSymmetryFinder(): Promise<SymmetryFinder> {
  loading ??= load().catch((error: unknown) => {
    // The next call tries again.
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(): Promise<SymmetryFinder> {
  const url = import.meta.resolve("@spglib/moyo-wasm/moyo_wasm_bg.wasm");
  return createSymmetryFinder(await readFile(fileURLToPath(url)));
}
