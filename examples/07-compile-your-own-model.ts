// Any tfjs model, not only ours: a classifier of small pictures, trained on ONNX Runtime.
import { compile } from "@ftcp/onnx";
import { loadRuntime } from "@ftcp/onnx/node";
import { createRandom } from "@ftcp/random";
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { initializers, layers, sequential } from "@tensorflow/tfjs-layers";
await tf.setBackend("cpu");
const random = createRandom(7);
const x = Float32Array.from({ length: 4800 }, () => 0.3 * random.normal());
const y = new Float32Array(48 * 3);
for (let i = 0; i < 48; i++) {
  const at = 1 + (i % 8); // a line across, a line down, or a diagonal
  for (let k = 0; k < 10; k++) x[i * 100 + [at * 10 + k, k * 10 + at, k * 11][i % 3]!]! += 1;
  y[i * 3 + (i % 3)] = 1;
}
const kernelInitializer = initializers.glorotUniform({ seed: 1 });
const model = sequential();
model.add(layers.conv2d({ filters: 6, kernelSize: 3, inputShape: [10, 10, 1], kernelInitializer }));
for (const layer of [layers.batchNormalization(), layers.reLU()]) model.add(layer);
for (const layer of [layers.maxPooling2d({}), layers.flatten()]) model.add(layer);
model.add(layers.dense({ units: 3, kernelInitializer }));
const optimizer = tf.train.adam(0.01);
const scores = (input: tf.Tensor) => model.apply(input, { training: true }) as tf.Tensor;
const step = ({ x, y }: Record<"x" | "y", tf.Tensor>) => {
  const right = tf.mean(tf.equal(tf.argMax(scores(x), 1), tf.argMax(y, 1)));
  return [optimizer.minimize(() => tf.losses.softmaxCrossEntropy(y, scores(x)), true)!, right];
};
const shapes = { x: { shape: [48, 10, 10, 1] }, y: { shape: [48, 3] } };
const options = { ...(await loadRuntime()), variables: "state" } as const;
const onnx = await compile(step, shapes, options);
const inputs = { x: tf.tensor(x, shapes.x.shape), y: tf.tensor(y, shapes.y.shape) };
for (let i = 1; i <= 30; i++) {
  const { output_0: loss, output_1: right } = await onnx.run({ x, y });
  const [cpu] = tf.tidy(() => step(inputs).map((value) => value.dataSync()[0]!));
  const found = `loss ${loss!.data[0]!}, right ${right!.data[0]! * 100} %`;
  if (i % 10 === 0) console.log(`${onnx.runtime}, step ${i}: ${found}; tfjs cpu: loss ${cpu!}`);
}
await onnx.dispose();
for (const one of [inputs.x, inputs.y, optimizer, model]) one.dispose();
