import "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import { VaeError } from "../vaeError.ts";

/**
 * Starts the tfjs WebAssembly backend, repaired for training, and makes it the current one.
 *
 * @returns when the backend is ready
 * @throws {@link VaeError} with code `VAE_BACKEND` when it cannot start
 *
 * @remarks
 * tfjs-backend-wasm 4.22 multiplies a transposed matrix by a naive loop, 10 to 30 times slower than
 * a plain product, and every gradient of a dense layer needs one. The kernel is registered anew so
 * that it transposes first and multiplies after. Calling it twice is harmless.
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
  try {
    started = await tf.setBackend("wasm");
    await tf.ready();
  } catch (cause) {
    throw new VaeError("VAE_BACKEND", "the tfjs wasm backend did not start", {}, { cause });
  }
  if (!started) throw new VaeError("VAE_BACKEND", "the tfjs wasm backend did not start");
  repairMatrixProduct();
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
