import "@tensorflow/tfjs-backend-cpu";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { compile, trace, type OnnxRuntime } from "@ftcp/onnx";
import { loadRuntime } from "@ftcp/onnx/node";
import * as tf from "@tensorflow/tfjs-core";
import * as tfl from "@tensorflow/tfjs-layers";
import { compareWithCpu, type CaseInput } from "./compareWithCpu.ts";

let runtime: OnnxRuntime;
beforeAll(async () => {
  await tf.setBackend("cpu");
  ({ runtime } = await loadRuntime(["onnxruntime-node"]));
});

/** Numbers in [-1, 1], always the same. */
function numbers(shape: readonly number[], phase = 0): CaseInput {
  const size = shape.reduce((all, length) => all * length, 1);
  const data = Float32Array.from({ length: size }, (_, at) => Math.sin(at * 1.7 + phase));
  return { shape, type: "float32", data };
}

/** Weights that are always the same; `offset` keeps variances positive. */
function fillWeights(model: tfl.LayersModel): void {
  for (const [index, weight] of model.weights.entries()) {
    const { shape, data } = numbers(weight.shape as number[], index);
    const isVariance = weight.name.includes("variance");
    weight.write(
      tf.tidy(() =>
        tf.tensor(
          data.map((x) => (isVariance ? 1 + x / 2 : x / 2)),
          [...shape],
        ),
      ),
    );
  }
}

const { layers } = tfl;
const image = [6, 5, 3];
const layerCases: Readonly<
  Record<string, readonly [shape: number[], layer: () => tfl.layers.Layer]>
> = {
  activations: [[7], () => layers.activation({ activation: "hardSigmoid" })],
  averagePooling1d: [[9, 3], () => layers.averagePooling1d({ poolSize: 2, strides: 2 })],
  averagePooling2d: [image, () => layers.averagePooling2d({ poolSize: 2, padding: "same" })],
  batchNormalization: [image, () => layers.batchNormalization()],
  bidirectional: [
    [4, 3],
    () =>
      layers.bidirectional({
        layer: layers.lstm({ units: 2, recurrentInitializer: "zeros" }),
        mergeMode: "concat",
      }),
  ],
  conv1d: [[9, 3], () => layers.conv1d({ filters: 4, kernelSize: 3, strides: 2, padding: "same" })],
  conv2d: [
    image,
    () => layers.conv2d({ filters: 4, kernelSize: 3, strides: 2, activation: "relu" }),
  ],
  conv2dTranspose: [image, () => layers.conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2 })],
  cropping2D: [image, () => layers.cropping2D({ cropping: 1 })],
  dense: [[7], () => layers.dense({ units: 4, activation: "softmax" })],
  depthwiseConv2d: [image, () => layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2 })],
  elu: [[7], () => layers.elu()],
  flatten: [image, () => layers.flatten()],
  globalAveragePooling2d: [image, () => layers.globalAveragePooling2d({})],
  globalMaxPooling1d: [[9, 3], () => layers.globalMaxPooling1d()],
  gru: [
    [4, 3],
    () => layers.gru({ units: 3, returnSequences: true, recurrentInitializer: "zeros" }),
  ],
  layerNormalization: [[5, 4], () => layers.layerNormalization()],
  leakyReLU: [[7], () => layers.leakyReLU()],
  lstm: [[4, 3], () => layers.lstm({ units: 3, recurrentInitializer: "zeros" })],
  maxPooling1d: [[9, 3], () => layers.maxPooling1d({ poolSize: 2 })],
  maxPooling2d: [image, () => layers.maxPooling2d({ poolSize: 2, strides: 2 })],
  permute: [image, () => layers.permute({ dims: [3, 1, 2] })],
  prelu: [[7], () => layers.prelu()],
  repeatVector: [[7], () => layers.repeatVector({ n: 3 })],
  reshape: [[6], () => layers.reshape({ targetShape: [3, 2] })],
  separableConv2d: [image, () => layers.separableConv2d({ filters: 4, kernelSize: 3 })],
  simpleRNN: [[4, 3], () => layers.simpleRNN({ units: 3, recurrentInitializer: "zeros" })],
  softmax: [[7], () => layers.softmax()],
  thresholdedReLU: [[7], () => layers.thresholdedReLU({ theta: 0.3 })],
  timeDistributed: [[4, 3], () => layers.timeDistributed({ layer: layers.dense({ units: 2 }) })],
  upSampling2d: [image, () => layers.upSampling2d({ size: [2, 2] })],
  zeroPadding2d: [image, () => layers.zeroPadding2d({ padding: 1 })],
};

describe("layers of tfjs-layers", () => {
  it.each(Object.keys(layerCases))("%s: prediction and gradients", async (name) => {
    const [shape, make] = layerCases[name] as (typeof layerCases)[string];
    const input = tfl.input({ shape });
    const model = tfl.model({ inputs: input, outputs: make().apply(input) as tfl.SymbolicTensor });
    fillWeights(model);
    // tfjs cpu has the right gradient of upSampling2d only for one image.
    const x = numbers([name === "upSampling2d" ? 1 : 2, ...shape]);
    await compareWithCpu(
      { inputs: { x }, run: (given) => model.apply(given["x"] as tf.Tensor) as tf.Tensor },
      runtime,
    );
    const trained = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
    const gradients = (given: Readonly<Record<string, tf.Tensor>>): Record<string, tf.Tensor> => {
      const loss = (y: tf.Tensor): tf.Scalar => {
        const output = model.apply(y, { training: true }) as tf.Tensor;
        const weights = tf.reshape(tf.range(1, output.size + 1), output.shape);
        return tf.sum(tf.mul(output, tf.cos(weights)));
      };
      const ofInput = tf.grad(loss)(given["x"] as tf.Tensor);
      if (trained.length === 0) return { ofInput };
      const { grads } = tf.variableGrads(() => loss(given["x"] as tf.Tensor), trained);
      const ofWeights = trained.map((variable, at): [string, tf.Tensor] => [
        `gradient${at}`,
        grads[variable.name] as tf.Tensor,
      ]);
      return { ofInput, ...Object.fromEntries(ofWeights) };
    };
    // Batch normalisation assigns its averages while it trains: it is tested with the optimisers below. tfjs has no
    // gradient of thresholdedReLU.
    if (name === "batchNormalization" || name === "thresholdedReLU") return;
    await compareWithCpu({ inputs: { x }, run: gradients }, runtime, 2e-5);
    model.dispose();
  });

  it("embedding: prediction and gradients", async () => {
    const model = tfl.sequential({
      layers: [layers.embedding({ inputDim: 6, outputDim: 3, inputLength: 4 })],
    });
    fillWeights(model);
    const x: CaseInput = {
      shape: [2, 4],
      type: "int32",
      data: Int32Array.of(0, 5, 2, 2, 1, 0, 0, 3),
    };
    const [table] = model.trainableWeights.map((weight) => weight.read() as tf.Variable);
    await compareWithCpu(
      {
        inputs: { x },
        run: (given) => {
          const loss = (): tf.Scalar =>
            tf.sum(tf.square(model.apply(given["x"] as tf.Tensor) as tf.Tensor));
          const { value, grads } = tf.variableGrads(loss, [table as tf.Variable]);
          return { value, gradient: grads[table?.name ?? ""] as tf.Tensor };
        },
      },
      runtime,
    );
    model.dispose();
  });
});

type Loss = (labels: tf.Tensor, predictions: tf.Tensor) => tf.Tensor;
const losses: Readonly<Record<string, Loss>> = {
  absoluteDifference: tf.losses.absoluteDifference,
  cosineDistance: (labels, predictions) => tf.losses.cosineDistance(labels, predictions, 1),
  hingeLoss: (labels, predictions) => tf.losses.hingeLoss(tf.step(labels), predictions),
  huberLoss: (labels, predictions) => tf.losses.huberLoss(labels, predictions, undefined, 0.5),
  logLoss: (labels, predictions) => tf.losses.logLoss(tf.step(labels), tf.sigmoid(predictions)),
  meanSquaredError: tf.losses.meanSquaredError,
  sigmoidCrossEntropy: (labels, predictions) =>
    tf.losses.sigmoidCrossEntropy(tf.step(labels), predictions),
  softmaxCrossEntropy: (labels, predictions) =>
    tf.losses.softmaxCrossEntropy(tf.softmax(labels), predictions),
};

describe("losses of tfjs", () => {
  it.each(Object.keys(losses))("%s: value and gradient", async (name) => {
    const loss = losses[name] as Loss;
    const inputs = { labels: numbers([4, 3]), predictions: numbers([4, 3], 2) };
    await compareWithCpu(
      {
        inputs,
        run: ({ labels, predictions }) => {
          const { value, grad } = tf.valueAndGrad((x) => tf.sum(loss(labels as tf.Tensor, x)))(
            predictions as tf.Tensor,
          );
          return { value, grad };
        },
      },
      runtime,
    );
  });
});

const optimizers: Readonly<Record<string, () => tf.Optimizer>> = {
  adadelta: () => tf.train.adadelta(0.1),
  adagrad: () => tf.train.adagrad(0.1),
  adam: () => tf.train.adam(0.05),
  adamax: () => tf.train.adamax(0.05),
  momentum: () => tf.train.momentum(0.05, 0.9),
  rmsprop: () => tf.train.rmsprop(0.05, 0.9, 0.1),
  sgd: () => tf.train.sgd(0.05),
};

describe("optimisers of tfjs", () => {
  it.each(Object.keys(optimizers))("%s: whole steps, with batch normalisation", async (name) => {
    const build = (): tfl.LayersModel => {
      const model = tfl.sequential({
        layers: [
          layers.dense({ units: 5, inputShape: [3], activation: "tanh" }),
          layers.batchNormalization(),
          layers.dense({ units: 2 }),
        ],
      });
      fillWeights(model);
      return model;
    };
    const stepOf =
      (model: tfl.LayersModel, optimizer: tf.Optimizer) =>
      (given: { readonly x: tf.Tensor; readonly y: tf.Tensor }): tf.Tensor => {
        const loss = (): tf.Scalar => {
          const output = model.apply(given.x, { training: true }) as tf.Tensor;
          return tf.losses.meanSquaredError(given.y, output);
        };
        return optimizer.minimize(loss, true) as tf.Scalar;
      };
    const [ours, theirs] = [build(), build()];
    const [x, y] = [numbers([8, 3]), numbers([8, 2], 1)];
    const ourOptimizer = (optimizers[name] as () => tf.Optimizer)();
    const compiled = await compile(
      stepOf(ours, ourOptimizer),
      { x, y },
      {
        ...{ runtime, variables: "state" as const, threads: 1 },
      },
    );
    // The optimiser has its slots now; further traces are the same and leave nothing behind.
    const before = tf.memory();
    const bytes = (): Uint8Array =>
      trace(stepOf(ours, ourOptimizer), { x, y }, { variables: "inputs" }).bytes;
    expect(bytes()).toEqual(bytes());
    const { numTensors, numDataBuffers, numBytes } = tf.memory();
    expect({ numTensors, numDataBuffers, numBytes }).toEqual({
      ...{ numTensors: before.numTensors, numDataBuffers: before.numDataBuffers },
      ...{ numBytes: before.numBytes },
    });
    ourOptimizer.dispose();
    const theirOptimizer = (optimizers[name] as () => tf.Optimizer)();
    const step = stepOf(theirs, theirOptimizer);
    for (let round = 0; round < 6; round++) {
      const { output } = await compiled.run({ x: x.data, y: y.data });
      const expected = tf.tidy(
        () =>
          step({
            x: tf.tensor(x.data, [8, 3]),
            y: tf.tensor(y.data, [8, 2]),
          }).dataSync()[0] as number,
      );
      expect(Math.abs((output?.data[0] as number) - expected)).toBeLessThan(
        1e-5 * Math.max(1, expected),
      );
    }
    for (const [at, weight] of theirs.weights.entries()) {
      const found = compiled.state.get((ours.weights[at]?.read() as tf.Variable).name);
      const wanted = weight.read().dataSync();
      for (let i = 0; i < wanted.length; i++) {
        expect(Math.abs((found?.[i] as number) - (wanted[i] as number))).toBeLessThan(1e-5);
      }
    }
    theirOptimizer.dispose();
    await compiled.dispose();
    ours.dispose();
    theirs.dispose();
  });
});
