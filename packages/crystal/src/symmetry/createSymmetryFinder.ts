import { SymmetryFinder } from "./symmetryFinder.ts";
import { loadSymmetryEngine } from "./symmetryEngine.ts";

/**
 * A symmetry finder from the WebAssembly bytes of `@spglib/moyo-wasm`.
 *
 * @param bytes - the content of `moyo_wasm_bg.wasm` of the installed `@spglib/moyo-wasm`; in Node
 *   `loadSymmetryFinder` of `@ftcp/crystal/node` reads it, in a browser fetch the file that your
 *   bundler or server provides
 * @returns the finder; nothing is fetched and nothing is read
 * @throws `CrystalError` with code `CRYSTAL_SYMMETRY_FAILED` when the bytes are not that module
 *
 * @remarks
 * The module is loaded once in a program; later calls give a finder on the same module and do not look
 * at their bytes.
 *
 * @example
 * ```ts
 * const response = await fetch("/moyo_wasm_bg.wasm");
 * const finder = await createSymmetryFinder(new Uint8Array(await response.arrayBuffer()));
 * finder.find(structure).hermannMauguin; // "F m -3 m"
 * ```
 *
 * @see K. Shinohara, A. Togo, moyo, https://github.com/spglib/moyo
 */
export async function createSymmetryFinder(
  bytes: Uint8Array | ArrayBuffer,
): Promise<SymmetryFinder> {
  const content = bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes);
  return new SymmetryFinder(await loadSymmetryEngine(content));
}
