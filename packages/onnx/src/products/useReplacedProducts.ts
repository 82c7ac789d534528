import type { RuntimePackage } from "../runtime/createRuntime.ts";
import { replaceProducts, type ReplacedProducts } from "./replaceProducts.ts";

/** The wasm file of onnxruntime-web that computes on the processor, with threads where they are to be had. */
export const wasmFile = "ort-wasm-simd-threaded.wasm";

type WasmSettings = RuntimePackage["env"]["wasm"];

/** What was decided for the settings of a package: its file is compiled once, however often it is loaded. */
const decided = new WeakMap<WasmSettings, Promise<ReplacedProducts["kernel"] | undefined>>();

/**
 * Hands onnxruntime-web a wasm file whose products of matrices are ours, unless that was decided before.
 *
 * @param settings - the package's settings
 * @param read - reads the package's file; `undefined` where it is to be used as it is
 * @returns what computes the products; `undefined` where it is the package's own code
 */
export function useReplacedProducts(
  settings: WasmSettings,
  read: (() => Promise<Uint8Array>) | undefined,
): Promise<ReplacedProducts["kernel"] | undefined> {
  let decision = decided.get(settings);
  if (decision === undefined) {
    decision = replaceFile(settings, read);
    decided.set(settings, decision);
  }
  return decision;
}

async function replaceFile(
  settings: WasmSettings,
  read: (() => Promise<Uint8Array>) | undefined,
): Promise<ReplacedProducts["kernel"] | undefined> {
  // Somebody else may have given a file.
  if (read === undefined || settings.wasmBinary !== undefined) return undefined;
  const replaced = replaceProducts(await read());
  if (replaced !== undefined) settings.wasmBinary = replaced.bytes.buffer;
  return replaced?.kernel;
}

/** A version that says what computes the products of matrices. */
export function describeVersion(
  version: string,
  kernel: ReplacedProducts["kernel"] | undefined,
): string {
  if (kernel === undefined) return version;
  return kernel === "plain" ? `${version}+products` : `${version}+products.fused`;
}
