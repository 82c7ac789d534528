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
  };
}

/** Whether a package writes outputs into arrays that it is given; WebAssembly has memory of its own. */
const writesInPlace = (name: string): boolean => name === "onnxruntime-node";

/**
 * Puts one of the ONNX Runtime packages behind the interface of this package.
 */
export function createRuntime(name: string, version: string, ort: RuntimePackage): OnnxRuntime {
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
      const { threads } = options;
      const settings: InferenceSession.SessionOptions = {
        graphOptimizationLevel: "all",
        // Deterministic sums: the same inputs give the same bytes on the same machine.
        logSeverityLevel: 3,
        ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
      };
      const session = await guard(name, () => ort.InferenceSession.create(model, settings));
      return {
        async run(inputs, outputs = {}) {
          const feeds = mapValues(inputs, toTensor);
          const results = await guard(name, () => {
            if (!writesInPlace(name) || Object.keys(outputs).length === 0)
              return session.run(feeds);
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
