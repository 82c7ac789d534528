import type { InferenceSession, Tensor } from "onnxruntime-common";
import { OnnxError } from "../onnxError.ts";
import type { OnnxRuntime, OnnxSession, PlainTensor, TensorNumbers } from "./onnxRuntime.ts";

/** What onnxruntime-node and onnxruntime-web have in common. */
export interface RuntimePackage {
  /** Loads models. */
  readonly InferenceSession: typeof InferenceSession;
  /** Their tensors. */
  readonly Tensor: typeof Tensor;
  /** Their settings. */
  readonly env: {
    readonly versions: { readonly common: string; readonly node?: string; readonly web?: string };
    readonly wasm: { numThreads?: number; wasmBinary?: ArrayBufferLike | Uint8Array };
  };
}

/** What a runtime is made of. */
export interface RuntimeParts {
  /** Name of the package. */
  readonly name: string;
  /** Its version. */
  readonly version: string;
  /** The package. */
  readonly ort: RuntimePackage;
  /** Execution providers in the order of preference; default: the package's own choice. */
  readonly providers?: readonly string[];
  /** The most threads that can be had, for the web's runtime; more are not asked for. */
  readonly maximalThreads?: number;
}

/**
 * Puts one of the ONNX Runtime packages behind the interface of this package.
 */
export function createRuntime(parts: RuntimeParts): OnnxRuntime {
  const { name, version, ort, providers, maximalThreads = Infinity } = parts;
  // WebAssembly has a memory of its own, out of which outputs are copied.
  const writesInPlace = name === "onnxruntime-node";
  const toTensor = ({ data, shape }: PlainTensor): Tensor => {
    const dims = [...shape];
    if (data instanceof Float32Array) return new ort.Tensor("float32", data, dims);
    if (data instanceof Int32Array) return new ort.Tensor("int32", data, dims);
    return new ort.Tensor("bool", data, dims);
  };
  return {
    name,
    version,
    async load(model, options = {}): Promise<OnnxSession> {
      const threads =
        options.threads === undefined ? undefined : Math.min(options.threads, maximalThreads);
      // WebAssembly starts its threads once, with the first model.
      if (!writesInPlace && threads !== undefined) ort.env.wasm.numThreads = threads;
      const settings: InferenceSession.SessionOptions = {
        graphOptimizationLevel: "all",
        logSeverityLevel: 3,
        ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
        ...(providers === undefined ? {} : { executionProviders: [...providers] }),
      };
      const session = await guard(name, () => ort.InferenceSession.create(model, settings));
      return {
        async run(inputs, outputs = {}) {
          const feeds = mapValues(inputs, toTensor);
          const results = await guard(name, () => {
            if (!writesInPlace || Object.keys(outputs).length === 0) return session.run(feeds);
            const fetches: Record<string, Tensor | null> = {};
            for (const output of session.outputNames) {
              const place = outputs[output];
              fetches[output] = place === undefined ? null : toTensor(place);
            }
            return session.run(feeds, fetches);
          });
          const plain = mapValues(results, (tensor) => ({
            data: tensor.data as TensorNumbers,
            shape: [...tensor.dims],
          }));
          for (const [output, { data, shape }] of Object.entries(outputs)) {
            const found = plain[output]?.data;
            if (found !== undefined && found !== data) {
              data.set(found);
              plain[output] = { data, shape: [...shape] };
            }
          }
          return plain;
        },
        dispose: () => guard(name, () => session.release()),
      };
    },
  };
}

async function guard<T>(runtime: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new OnnxError(
      "ONNX_RUNTIME_FAILED",
      `${runtime}: ${reason}`,
      { reason },
      { cause: error },
    );
  }
}

function mapValues<T, U>(
  record: Readonly<Record<string, T>>,
  map: (value: T) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
