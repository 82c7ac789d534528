import { OnnxError } from "../onnxError.ts";
import { describeVersion, useReplacedProducts, wasmFile } from "../products/useReplacedProducts.ts";
import { createRuntime, type RuntimePackage } from "../runtime/createRuntime.ts";
import type { OnnxRuntime } from "../runtime/onnxRuntime.ts";

/**
 * Options of {@link loadRuntime}.
 */
export interface WebRuntimeOptions {
  /**
   * Where the files `ort-wasm-*.mjs` and `ort-wasm-*.wasm` of onnxruntime-web lie, a URL that ends in `/`;
   * default: beside the script.
   */
  readonly wasmPath?: string;
  /** What computes: `wasm` (default) or `webgpu`, which the browser must have; none replaces the other. */
  readonly backend?: "wasm" | "webgpu";
  /**
   * `replaced` (default, where `wasmPath` says where the file lies): matrices are multiplied by functions of this package,
   * which are faster; `own`: the file is used as it is.
   */
  readonly products?: "replaced" | "own";
}

/**
 * The runtime that was loaded; the same shape as in Node, where there can be several to try.
 */
export interface LoadedRuntime {
  /** The runtime; `name` says which one, `onnxruntime-web` or `onnxruntime-web/webgpu`. */
  readonly runtime: OnnxRuntime;
  /** Those that were tried before it: none. */
  readonly attempts: readonly {
    /** The package. */
    readonly runtime: string;
    /** Why it could not be loaded. */
    readonly reason: string;
  }[];
}

/**
 * Loads onnxruntime-web in a browser or a worker.
 *
 * @param options - where its WebAssembly files lie, and what computes
 * @returns the runtime; `name` says which one it is
 * @throws `OnnxError` with code `ONNX_RUNTIME_MISSING` when it cannot be loaded, or when WebGPU
 *   is asked for where there is none
 *
 * @remarks
 * Threads need a page that is cross-origin isolated (headers `Cross-Origin-Opener-Policy: same-origin` and
 * `Cross-Origin-Embedder-Policy: require-corp`); elsewhere one thread computes, whatever is asked for. The first
 * model that is loaded decides the number of threads.
 *
 * The wasm file is rewritten before it is compiled, so that its products of matrices are faster; `runtime.version`
 * then ends in `+products`, or in `+products.fused` where the browser has relaxed SIMD. Where the file
 * is not the one that is known, it is used as it is, and the version says nothing. The first call decides.
 *
 * @example
 * ```ts
 * const { runtime } = await loadRuntime({ wasmPath: "/wasm/" });
 * const training = trainVae(crystals, { ...options, engine: onnxEngine(runtime) });
 * ```
 */
export async function loadRuntime(options: WebRuntimeOptions = {}): Promise<LoadedRuntime> {
  const { wasmPath, backend = "wasm", products = "replaced" } = options;
  const name = backend === "wasm" ? "onnxruntime-web" : "onnxruntime-web/webgpu";
  try {
    if (backend === "webgpu" && (await findGpu()) === undefined) {
      throw new Error("the browser gives no WebGPU adapter");
    }
    const ort =
      backend === "wasm"
        ? await import("onnxruntime-web/wasm")
        : await import("onnxruntime-web/webgpu");
    if (wasmPath !== undefined) ort.env.wasm.wasmPaths = wasmPath;
    const env = ort.env as RuntimePackage["env"];
    const isReplaced = backend === "wasm" && wasmPath !== undefined && products === "replaced";
    const kernel = await useReplacedProducts(
      env.wasm,
      isReplaced ? () => fetchBytes(`${wasmPath}${wasmFile}`) : undefined,
    );
    const version = describeVersion(env.versions.web ?? env.versions.common, kernel);
    const runtime = createRuntime({
      ...{ name, version, ort, providers: [backend] },
      maximalThreads: globalThis.crossOriginIsolated ? Infinity : 1,
    });
    return { runtime, attempts: [] };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new OnnxError(
      "ONNX_RUNTIME_MISSING",
      `${name} could not be loaded: ${reason}`,
      { attempts: [{ runtime: name, reason }] },
      { cause: error },
    );
  }
}

async function findGpu(): Promise<object | undefined> {
  const { gpu } = navigator as { readonly gpu?: { requestAdapter(): Promise<object | null> } };
  return (await gpu?.requestAdapter()) ?? undefined;
}

async function fetchBytes(url: string): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status} ${response.statusText}`);
  return new Uint8Array(await response.arrayBuffer());
}
