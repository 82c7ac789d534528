import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { OnnxError } from "../onnxError.ts";
import { describeVersion, useReplacedProducts, wasmFile } from "../products/useReplacedProducts.ts";
import { createRuntime, type RuntimePackage } from "../runtime/createRuntime.ts";
import type { OnnxRuntime } from "../runtime/onnxRuntime.ts";

/** The packages that can run a model in Node. */
export type RuntimeName = "onnxruntime-node" | "onnxruntime-web";

/** A runtime that could not be loaded, and why. */
export interface RuntimeAttempt {
  /** The package. */
  readonly runtime: string;
  /** Why it could not be loaded. */
  readonly reason: string;
}

/** The runtime that was found, and those that were tried before it. */
export interface LoadedRuntime {
  /** The first that could be loaded. */
  readonly runtime: OnnxRuntime;
  /** Those before it in the list. */
  readonly attempts: readonly RuntimeAttempt[];
}

/**
 * Options of {@link loadRuntime}.
 */
export interface RuntimeOptions {
  /**
   * `replaced` (default): onnxruntime-web multiplies matrices with the functions of this package, which are faster; `own`:
   * its wasm file is used as it is.
   */
  readonly products?: "replaced" | "own";
}

/**
 * Loads the first ONNX Runtime that is installed: native code if possible, else WebAssembly.
 *
 * @param names - what to try, in this order
 * @param options - what multiplies matrices in onnxruntime-web
 * @returns the runtime, whose `name` says which one it is, and why those before it failed
 * @throws `OnnxError` with code `ONNX_RUNTIME_MISSING`; `data.attempts` lists the reasons
 *
 * @remarks
 * onnxruntime-web's wasm file is rewritten before it is compiled, so that its products of matrices are faster;
 * `runtime.version` then ends in `+products`, or in `+products.fused` where there is relaxed SIMD (in Node 20 after
 * {@link enableRelaxedSimd}). Where the file is not the one that is known it is used as it is, and the version says
 * nothing.
 * The first call decides.
 *
 * @example
 * ```ts
 * const { runtime, attempts } = await loadRuntime();
 * console.log(runtime.name, attempts);
 * ```
 */
export async function loadRuntime(
  names: readonly RuntimeName[] = ["onnxruntime-node", "onnxruntime-web"],
  options: RuntimeOptions = {},
): Promise<LoadedRuntime> {
  const attempts: RuntimeAttempt[] = [];
  for (const name of names) {
    try {
      const runtime =
        name === "onnxruntime-node" ? await loadNative() : await loadWeb(options.products);
      return { runtime, attempts };
    } catch (error) {
      attempts.push({
        runtime: name,
        reason: error instanceof Error ? error.message : String(error),
      });
    }
  }
  const reasons = attempts.map(({ runtime, reason }) => `${runtime}: ${reason}`).join("; ");
  throw new OnnxError("ONNX_RUNTIME_MISSING", `no ONNX Runtime could be loaded (${reasons})`, {
    attempts,
  });
}

async function loadNative(): Promise<OnnxRuntime> {
  const ort = await import("onnxruntime-node");
  const { versions } = ort.env as RuntimePackage["env"];
  const version = versions.node ?? versions.common;
  return createRuntime({ name: "onnxruntime-node", version, ort });
}

async function loadWeb(products: RuntimeOptions["products"] = "replaced"): Promise<OnnxRuntime> {
  const ort = await import("onnxruntime-web");
  const env = ort.env as RuntimePackage["env"];
  const kernel = await useReplacedProducts(
    env.wasm,
    products === "own"
      ? undefined
      : () => readFile(createRequire(import.meta.url).resolve(`onnxruntime-web/${wasmFile}`)),
  );
  const version = describeVersion(env.versions.web ?? env.versions.common, kernel);
  return createRuntime({ name: "onnxruntime-web", version, ort });
}
