import { setFlagsFromString } from "node:v8";
import { hasRelaxedSimd } from "../products/hasRelaxedSimd.ts";

/**
 * Switches on relaxed SIMD in this process, which Node 20 hides behind a flag and Node 22 has by itself.
 *
 * @returns whether the process has relaxed SIMD now
 *
 * @remarks
 * With it, {@link loadRuntime} multiplies matrices in onnxruntime-web by fused multiplication and addition, a tenth
 * faster in all and different in the last bit. It is for programs, not for libraries: the flag holds for the whole
 * process. Call it before the first runtime is loaded. What is compiled already stays as it is.
 *
 * @example
 * ```ts
 * enableRelaxedSimd();
 * const { runtime } = await loadRuntime(["onnxruntime-web"]);
 * console.log(runtime.version); // ends in +products.fused
 * ```
 *
 * @see The WebAssembly proposal "Relaxed SIMD" (part of WebAssembly 3.0)
 */
export function enableRelaxedSimd(): boolean {
  if (!hasRelaxedSimd()) setFlagsFromString("--experimental-wasm-relaxed-simd");
  return hasRelaxedSimd();
}
