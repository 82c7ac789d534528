import * as tf from "@tensorflow/tfjs-core";

/** What the repaired kernels use of the wasm backend. */
interface WasmMemory {
  /** Numbers of a tensor, where they lie. */
  typedArrayFromHeap(info: tf.TensorInfo): Float32Array;
  /** Room for a tensor. */
  makeOutput(shape: number[], dtype: tf.DataType): tf.TensorInfo;
}

const repaired = new WeakSet();

/**
 * Registers `Sum` and `Mean` of the wasm backend anew, so that they add up in float64, as tfjs cpu does. Its own add up
 * float32 numbers one after another, which loses a thousandth of a sum over millions.
 */
export function repairSums(): void {
  for (const kernelName of ["Sum", "Mean"]) {
    const { kernelFunc: original } = tf.getKernel(kernelName, "wasm");
    if (repaired.has(original)) continue;
    const kernelFunc: tf.KernelFunc = (call) => {
      const { x } = call.inputs as { readonly x: tf.TensorInfo };
      const { axis, keepDims } = call.attrs as { axis: number | number[]; keepDims: boolean };
      const axes = tf.util.parseAxisParam(axis, x.shape).sort((a, b) => a - b);
      const [first = 0] = axes;
      const isBlock = axes.every((each, i) => each === first + i);
      if (x.dtype !== "float32" || !isBlock || axes.length === 0) return original(call);
      const memory = call.backend as WasmMemory;
      const after = first + axes.length;
      const size = (from: number, to: number): number =>
        x.shape.slice(from, to).reduce((product, length) => product * length, 1);
      const shape = x.shape.flatMap((length, i) => {
        if (!axes.includes(i)) return [length];
        return keepDims ? [1] : [];
      });
      const sizes = [size(0, first), size(first, after), size(after, x.shape.length)] as const;
      // First the room: it may move the heap.
      const output = memory.makeOutput(shape, "float32");
      const divisor = kernelName === "Mean" ? sizes[1] : 1;
      sumBlocks(memory.typedArrayFromHeap(x), memory.typedArrayFromHeap(output), sizes, divisor);
      return output;
    };
    repaired.add(kernelFunc);
    tf.unregisterKernel(kernelName, "wasm");
    tf.registerKernel({ kernelName, backendName: "wasm", kernelFunc });
  }
}

/** `[outer, reduced, inner]` to `[outer, inner]`, divided by a number. */
function sumBlocks(
  values: Float32Array,
  sums: Float32Array,
  [outer, reduced, inner]: readonly [number, number, number],
  divisor: number,
): void {
  const row = new Float64Array(inner);
  let at = 0;
  for (let i = 0; i < outer; i++) {
    if (inner === 1) {
      let sum = 0;
      for (const end = at + reduced; at < end; at++) sum += values[at] as number;
      sums[i] = sum / divisor;
      continue;
    }
    row.fill(0);
    for (let j = 0; j < reduced; j++) {
      for (let k = 0; k < inner; k++) row[k] = (row[k] as number) + (values[at++] as number);
    }
    for (let k = 0; k < inner; k++) sums[i * inner + k] = (row[k] as number) / divisor;
  }
}
