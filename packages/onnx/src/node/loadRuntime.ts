import { OnnxError } from "../onnxError.ts";
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
 * Loads the first ONNX Runtime that is installed: native code if possible, else WebAssembly.
 *
 * @param names - what to try, in this order
 * @returns the runtime, whose `name` says which one it is, and why those before it failed
 * @throws `OnnxError` with code `ONNX_RUNTIME_MISSING`; `data.attempts` lists the reasons
 *
 * @example
 * ```ts
 * const { runtime, attempts } = await loadRuntime();
 * console.log(runtime.name, attempts);
 * ```
 */
export async function loadRuntime(
  names: readonly RuntimeName[] = ["onnxruntime-node", "onnxruntime-web"],
): Promise<LoadedRuntime> {
  const attempts: RuntimeAttempt[] = [];
  for (const name of names) {
    try {
      const ort =
        name === "onnxruntime-node"
          ? await import("onnxruntime-node")
          : await import("onnxruntime-web");
      const { versions } = ort.env as RuntimePackage["env"];
      const version =
        (name === "onnxruntime-node" ? versions.node : versions.web) ?? versions.common;
      return { runtime: createRuntime({ name, version, ort }), attempts };
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
