import "@tensorflow/tfjs-backend-cpu";
import { beforeAll, describe, expect, it } from "@jest/globals";
import * as tf from "@tensorflow/tfjs-core";
import { OnnxError } from "../onnxError.ts";
import { trace } from "./trace.ts";

beforeAll(async () => {
  await tf.setBackend("cpu");
});

function codeOf(work: () => unknown): string | undefined {
  try {
    work();
  } catch (error) {
    if (error instanceof OnnxError) return error.code;
    throw error;
  }
  return undefined;
}

describe("trace", () => {
  const x = { shape: [4, 3] } as const;

  it("gives the same bytes every time", () => {
    const weights = tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
    const bytes = () =>
      trace((given) => tf.relu(tf.matMul(given.x as tf.Tensor2D, weights)), { x }).bytes;
    expect(bytes()).toEqual(bytes());
    weights.dispose();
  });

  it("leaves tfjs as it was, also after an error", () => {
    const before = tf.memory().numTensors;
    trace((given) => tf.square(given.x), { x });
    expect(codeOf(() => trace((given) => tf.unique(given.x).values, { x: { shape: [3] } }))).toBe(
      "ONNX_UNSUPPORTED_KERNEL",
    );
    expect(tf.memory().numTensors).toBe(before);
    expect(tf.getBackend()).toBe("cpu");
  });

  it("refuses to read numbers that exist only later", () => {
    expect(codeOf(() => trace((given) => tf.mul(given.x, given.x.dataSync()[0] ?? 0), { x }))).toBe(
      "ONNX_DATA_DEPENDENT_READ",
    );
  });

  it("makes variables inputs and their next values outputs, and gives them their old values back", () => {
    const variable = tf.variable(tf.tensor1d([1, 2, 3]), true, "bias");
    const step = (given: { readonly x: tf.Tensor }): tf.Tensor => {
      variable.assign(tf.add(variable, tf.sum(given.x, 0)));
      return tf.sum(variable);
    };
    const { variables, outputs } = trace(step, { x }, { variables: "inputs" });
    expect(variables).toEqual([
      {
        name: "bias",
        shape: [3],
        type: "float32",
        initial: Float32Array.of(1, 2, 3),
        next: "next/bias",
      },
    ]);
    expect(outputs.map(({ name }) => name)).toEqual(["output", "next/bias"]);
    expect([...variable.dataSync()]).toEqual([1, 2, 3]);
    expect(codeOf(() => trace(step, { x }))).toBe("ONNX_ASSIGNED_CONSTANT");
    expect([...variable.dataSync()]).toEqual([1, 2, 3]);
    variable.dispose();
  });
});
