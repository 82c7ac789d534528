import "@tensorflow/tfjs-backend-cpu";
import { beforeAll, beforeEach, afterEach, describe, expect, it } from "@jest/globals";
import * as tf from "@tensorflow/tfjs-core";
import * as tfl from "@tensorflow/tfjs-layers";
import { fromBinary } from "@bufbuild/protobuf";
import { ModelProtoSchema } from "../../proto/onnx_pb.js";
import { OnnxError } from "../onnxError.ts";
import { trace } from "./trace.ts";

let tensors = 0;
beforeAll(async () => {
  await tf.setBackend("cpu");
});
beforeEach(() => {
  tensors = tf.memory().numTensors;
});
afterEach(() => {
  expect(tf.memory().numTensors).toBe(tensors); // no trace leaves tensors behind
  expect(tf.getBackend()).toBe("cpu");
});

function errorOf(work: () => unknown): OnnxError | undefined {
  try {
    work();
  } catch (error) {
    if (error instanceof OnnxError) return error;
    throw error;
  }
  return undefined;
}

const codeOf = (work: () => unknown): string | undefined => errorOf(work)?.code;

describe("trace", () => {
  const x = { shape: [4, 3] } as const;

  it("gives the same bytes every time", () => {
    const weights = tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
    const bytes = () =>
      trace((given) => tf.relu(tf.matMul(given.x as tf.Tensor2D, weights)), { x }).bytes;
    expect(bytes()).toEqual(bytes());
    weights.dispose();
  });

  it("gives the same bytes for a model that is made again, whose variables tfjs calls otherwise", () => {
    const make = (): { readonly bytes: Uint8Array; readonly names: string[] } => {
      const layers = ["first", "second"].map((name) =>
        tfl.layers.dense({ units: 3, inputShape: [3], name }),
      );
      const model = tfl.sequential({ layers });
      const numbers = model.getWeights().map(({ shape }) => tf.fill(shape, 0.25));
      model.setWeights(numbers);
      tf.dispose(numbers);
      const { bytes } = trace((given) => model.apply(given.x) as tf.Tensor, { x });
      model.dispose();
      const { graph } = fromBinary(ModelProtoSchema, bytes);
      return { bytes, names: graph?.initializer.map(({ name }) => name) ?? [] };
    };
    const first = make();
    expect(make().bytes).toEqual(first.bytes);
    expect(first.names).toContain("second/bias");
  });

  it.each([
    ["sgd", () => tf.train.sgd(0.1)],
    ["momentum", () => tf.train.momentum(0.1, 0.9)],
    ["adagrad", () => tf.train.adagrad(0.1)],
    ["adadelta", () => tf.train.adadelta(0.1)],
    ["rmsprop", () => tf.train.rmsprop(0.1, 0.9, 0.9, 1e-7, true)],
    ["adam", () => tf.train.adam(0.1)],
    ["adamax", () => tf.train.adamax(0.1)],
  ])("gives the same bytes before and after %s has made its slots", (_, createOptimizer) => {
    const initial = tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
    const weights = tf.variable(initial, true, "weights");
    const zero = tf.zeros([2]);
    const bias = tf.variable(zero); // without a name
    const optimizer = createOptimizer();
    const step = () =>
      trace(
        (given) => {
          const loss = (): tf.Scalar =>
            tf.sum(tf.square(tf.add(tf.matMul(given.x as tf.Tensor2D, weights), bias)));
          return optimizer.minimize(loss, true, [weights, bias]) ?? tf.scalar(0);
        },
        { x },
        { variables: "inputs" },
      );
    const first = step();
    const second = step();
    expect(second.variables.map(({ name }) => name)).toEqual(
      first.variables.map(({ name }) => name),
    );
    expect(second.bytes).toEqual(first.bytes);
    optimizer.dispose();
    (optimizer as { readonly c?: tf.Tensor }).c?.dispose(); // momentum leaves its learning rate
    tf.dispose([initial, zero, weights, bias]);
  });

  it("writes version 21 of the operators, and the shapes and types of inputs and outputs", () => {
    const { bytes, inputs, outputs } = trace((given) => tf.greater(given.x, 0), { x });
    expect(inputs).toEqual([{ name: "x", shape: [4, 3], type: "float32" }]);
    expect(outputs).toEqual([{ name: "output", shape: [4, 3], type: "bool" }]);
    const model = fromBinary(ModelProtoSchema, bytes);
    expect(model.opsetImport.map(({ version }) => version)).toEqual([21n]);
    expect(model.graph?.input.map(({ name }) => name)).toEqual(["x"]);
    expect(model.graph?.output.map(({ name }) => name)).toEqual(["output"]);
  });

  it("leaves out what no output needs", () => {
    const { bytes } = trace(
      (given) => {
        tf.exp(given.x);
        return tf.abs(given.x);
      },
      { x },
    );
    const operators = fromBinary(ModelProtoSchema, bytes).graph?.node.map(({ opType }) => opType);
    expect(operators).toEqual(["Abs", "Identity"]);
  });

  it("names lists by number and records by name", () => {
    const namesOf = (
      run: (given: { readonly x: tf.Tensor }) => tf.Tensor[] | Record<string, tf.Tensor>,
    ) => trace(run, { x }).outputs.map(({ name }) => name);
    expect(namesOf((given) => [tf.abs(given.x), tf.neg(given.x)])).toEqual([
      "output_0",
      "output_1",
    ]);
    expect(namesOf((given) => ({ a: tf.abs(given.x), same: given.x }))).toEqual(["a", "same"]);
  });

  it("takes scalars, empty tensors, whole numbers and truth values", () => {
    const { outputs } = trace(
      ({ scalar, none, whole, truth }) => ({
        sum: tf.add(scalar, 1),
        wide: tf.concat([none, none], 1),
        next: tf.add(whole, tf.scalar(1, "int32")),
        not: tf.logicalNot(truth),
      }),
      {
        ...{ scalar: { shape: [] }, none: { shape: [0, 2] } },
        ...{ whole: { shape: [2], type: "int32" }, truth: { shape: [2], type: "bool" } },
      },
    );
    expect(outputs).toEqual([
      { name: "sum", shape: [], type: "float32" },
      { name: "wide", shape: [0, 4], type: "float32" },
      { name: "next", shape: [2], type: "int32" },
      { name: "not", shape: [2], type: "bool" },
    ]);
  });

  it("runs tf.tidy, tf.keep and tf.customGrad, and keeps nothing", () => {
    const clipped = tf.customGrad((value, save) => {
      (save as (saved: tf.Tensor[]) => void)([value as tf.Tensor]);
      return {
        value: tf.square(value as tf.Tensor),
        gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) =>
          tf.clipByValue(tf.mul(dy, saved[0] as tf.Tensor), -1, 1),
      };
    });
    const { kernels } = trace(
      (given) => tf.tidy(() => tf.keep(tf.grad((value) => tf.sum(clipped(value)))(given.x))),
      { x },
    );
    expect(kernels).toHaveProperty("ClipByValue");
  });

  it("names the kernel that has no translation, also one of somebody's own", () => {
    const error = errorOf(() => trace((given) => tf.unique(given.x).values, { x: { shape: [3] } }));
    expect(error?.code).toBe("ONNX_UNSUPPORTED_KERNEL");
    expect(error?.data.kernel).toBe("Unique");
    tf.registerKernel({
      kernelName: "Mine",
      backendName: "cpu",
      kernelFunc: ({ inputs }) => inputs["x"] as tf.TensorInfo,
    });
    const mine = (given: { readonly x: tf.Tensor }) =>
      tf.engine().runKernel("Mine", { x: given.x }) as unknown as tf.Tensor;
    expect(errorOf(() => trace(mine, { x }))?.data.kernel).toBe("Mine");
    tf.unregisterKernel("Mine", "cpu");
  });

  it("names the option of a kernel that has no translation", () => {
    const error = errorOf(() => trace((given) => tf.softplus(tf.cast(given.x, "int32")), { x }));
    expect(error?.code).toBe("ONNX_UNSUPPORTED_KERNEL");
    expect(error?.data).toMatchObject({
      kernel: "Softplus",
      reason: "int32 numbers; cast them to float32",
    });
  });

  it("refuses to read numbers that exist only later, and says whose they are", () => {
    const ofInput = errorOf(() =>
      trace((given) => tf.mul(given.x, given.x.dataSync()[0] ?? 0), { x }),
    );
    expect([ofInput?.code, ofInput?.data.name]).toEqual(["ONNX_DATA_DEPENDENT_READ", "x"]);
    const ofKernel = errorOf(() =>
      trace((given) => (Number(tf.max(given.x).dataSync()[0]) > 0 ? given.x : tf.neg(given.x)), {
        x,
      }),
    );
    expect([ofKernel?.code, ofKernel?.data.kernel]).toEqual(["ONNX_DATA_DEPENDENT_READ", "Max"]);
  });

  it("refuses random numbers without a seed, and takes those with one", () => {
    const noisy = (given: { readonly x: tf.Tensor }) => tf.add(given.x, tf.randomNormal([4, 3]));
    expect(codeOf(() => trace(noisy, { x }))).toBe("ONNX_RANDOM_NUMBERS");
    expect(codeOf(() => trace((given) => tf.dropout(given.x, 0.5), { x }))).toBe(
      "ONNX_RANDOM_NUMBERS",
    );
    const drawn = (given: { readonly x: tf.Tensor }) =>
      tf.mul(given.x, tf.tensor1d([Math.random(), Math.random(), Math.random()]));
    expect(codeOf(() => trace(drawn, { x }))).toBe("ONNX_RANDOM_NUMBERS");
    const seeded = (given: { readonly x: tf.Tensor }) =>
      tf.add(given.x, tf.randomUniform([4, 3], 0, 1, "float32", 7));
    expect(trace(seeded, { x }).bytes).toEqual(trace(seeded, { x }).bytes);
    const { random } = Math;
    expect(codeOf(() => trace((given) => given.x, { x }))).toBeUndefined();
    expect(Math.random).toBe(random);
  });

  it("takes random numbers as initial values of variables that the function makes", () => {
    const layer = tfl.layers.dense({ units: 2 });
    const { variables } = trace(
      (given) => layer.apply(given.x) as tf.Tensor,
      { x },
      { variables: "inputs" },
    );
    expect(variables.map(({ shape }) => shape)).toEqual([[3, 2], [2]]);
    expect(variables[0]?.initial.some((value) => value !== 0)).toBe(true);
    expect([...(layer.getWeights()[0]?.dataSync() ?? [])]).toEqual([
      ...(variables[0]?.initial ?? []),
    ]);
    layer.dispose();
  });

  it("makes variables inputs and their next values outputs, and gives them their old values back", () => {
    const variable = tf.tidy(() => tf.variable(tf.tensor1d([1, 2, 3]), true, "bias"));
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

  it("refuses two values of one name", () => {
    const same = (given: { readonly x: tf.Tensor }) => ({ x: tf.abs(given.x) });
    const error = errorOf(() => trace(same, { x }));
    expect([error?.code, error?.data.name]).toEqual(["ONNX_DUPLICATE_NAME", "x"]);
  });

  it("refuses what is no tensor, an asynchronous function and a trace inside a trace", () => {
    expect(codeOf(() => trace(() => 3 as never, { x }))).toBe("ONNX_NO_OUTPUT");
    expect(codeOf(() => trace(() => undefined as never, { x }))).toBe("ONNX_NO_OUTPUT");
    const later = (given: { readonly x: tf.Tensor }) => Promise.resolve(given.x) as never;
    expect(codeOf(() => trace(later, { x }))).toBe("ONNX_NO_OUTPUT");
    const nested = (given: { readonly x: tf.Tensor }) => {
      trace((inner) => inner.x, { x });
      return given.x;
    };
    expect(() => trace(nested, { x })).toThrow(TypeError);
  });

  it("refuses complex numbers and text", () => {
    expect(codeOf(() => trace((given) => tf.abs(tf.complex(given.x, given.x)), { x }))).toBe(
      "ONNX_UNSUPPORTED_KERNEL",
    );
    const text = tf.tensor1d(["a"]);
    expect(codeOf(() => trace(() => tf.clone(text), {}))).toBe("ONNX_UNSUPPORTED_TYPE");
    text.dispose();
  });

  it("throws what the function throws", () => {
    const broken = () => {
      throw new EvalError("mine");
    };
    expect(() => trace(broken, { x })).toThrow(EvalError);
    expect([...tf.tidy(() => tf.add(tf.scalar(1), 1).dataSync())]).toEqual([2]);
  });
});
