import "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import { VaeError } from "../vaeError.ts";
import { repairSums } from "./repairSums.ts";

/**
 * Starts the tfjs WebAssembly backend, repaired for training, and makes it the current one.
 *
 * @returns when the backend is ready
 * @throws `VaeError` with code `VAE_BACKEND` when it cannot start
 *
 * @remarks
 * tfjs-backend-wasm 4.22 multiplies a transposed matrix by a naive loop, 10 to 30 times slower than
 * a plain product, and every gradient of a dense layer needs one. The kernel is registered anew so
 * that it transposes first and multiplies after. `Sum` and `Mean` add up float32 numbers one after another, which loses
 * a thousandth of a sum over millions; they are registered anew so that they add up in float64, as tfjs cpu does.
 * Calling it twice is harmless.
 *
 * @example
 * ```ts
 * import { prepareWasmBackend } from "@ftcp/vae/wasm";
 *
 * await prepareWasmBackend();
 * ```
 */
export async function prepareWasmBackend(): Promise<void> {
  let started: boolean;
  const keepListeners = rememberListeners();
  try {
    started = await tf.setBackend("wasm");
    await tf.ready();
  } catch (cause) {
    throw new VaeError("VAE_BACKEND", "the tfjs wasm backend did not start", {}, { cause });
  } finally {
    keepListeners();
  }
  if (!started) throw new VaeError("VAE_BACKEND", "the tfjs wasm backend did not start");
  repairMatrixProduct();
  repairSums();
}

interface Listening {
  listeners(event: string): ((...values: unknown[]) => void)[];
  removeListener(event: string, listener: (...values: unknown[]) => void): void;
}

/**
 * In Node the WebAssembly glue listens for uncaught errors only to throw them again, which buries the
 * message of every later crash under its own minified source. Returns a function that takes away
 * what was added since.
 */
function rememberListeners(): () => void {
  const { process: host } = globalThis as { process?: Listening };
  // Browsers have no process, and bundlers may put a stub in its place.
  if (typeof host?.listeners !== "function") return () => undefined;
  const events = ["uncaughtException", "unhandledRejection"];
  const before = events.map((event) => new Set(host.listeners(event)));
  return () => {
    events.forEach((event, i) => {
      for (const listener of host.listeners(event)) {
        if (before[i]?.has(listener) === false) host.removeListener(event, listener);
      }
    });
  };
}

const repaired = new WeakSet();

function repairMatrixProduct(): void {
  const product = tf.getKernel("BatchMatMul", "wasm");
  const transpose = tf.getKernel("Transpose", "wasm");
  if (repaired.has(product.kernelFunc)) return;

  const kernelFunc: tf.KernelFunc = ({ inputs, backend, attrs }) => {
    const { transposeA, transposeB } = attrs as { transposeA: boolean; transposeB: boolean };
    const temporary: tf.TensorInfo[] = [];
    const turned = (x: tf.TensorInfo): tf.TensorInfo => {
      const rank = x.shape.length;
      const perm = Array.from({ length: rank }, (_, axis) => axis);
      perm[rank - 2] = rank - 1;
      perm[rank - 1] = rank - 2;
      const result = transpose.kernelFunc({
        inputs: { x },
        backend,
        attrs: { perm },
      }) as tf.TensorInfo;
      temporary.push(result);
      return result;
    };
    const a = inputs["a"] as tf.TensorInfo;
    const b = inputs["b"] as tf.TensorInfo;
    const result = product.kernelFunc({
      inputs: { a: transposeA ? turned(a) : a, b: transposeB ? turned(b) : b },
      backend,
      attrs: { ...attrs, transposeA: false, transposeB: false },
    });
    for (const info of temporary) {
      (backend as tf.KernelBackend).disposeData(info.dataId);
    }
    return result;
  };
  repaired.add(kernelFunc);
  tf.unregisterKernel("BatchMatMul", "wasm");
  tf.registerKernel({ kernelName: "BatchMatMul", backendName: "wasm", kernelFunc });
}
