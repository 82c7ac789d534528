// Any tfjs model, not only ours: a classifier of small pictures, trained on ONNX Runtime.
import { compile } from "@ftcp/onnx";
import { loadRuntime } from "@ftcp/onnx/node";
import { createRandom } from "@ftcp/random";
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { initializers, layers, sequential } from "@tensorflow/tfjs-layers";

await tf.setBackend("cpu");
const random = createRandom(7);
const x = Float32Array.from({ length: 2400 }, () => 0.3 * random.normal());
const y = new Float32Array(24 * 3);
for (let i = 0; i < 24; i++) {
  const [start, step] = [i % 3 === 1 ? i % 8 : 10 * (i % 8), [1, 10, 11][i % 3] ?? 0];
  for (let k = 0; k < 10; k++) x[i * 100 + ((start + step * k) % 100)] = 1; // a line
  y[i * 3 + (i % 3)] = 1;
}
const kernelInitializer = initializers.glorotUniform({ seed: 1 });
const model = sequential();
model.add(layers.conv2d({ filters: 6, kernelSize: 3, inputShape: [10, 10, 1], kernelInitializer }));
for (const layer of [layers.batchNormalization(), layers.reLU()]) model.add(layer);
for (const layer of [layers.maxPooling2d({}), layers.flatten()]) model.add(layer);
model.add(layers.dense({ units: 3, kernelInitializer }));
const optimizer = tf.train.adam(0.02);
const scores = (input: tf.Tensor) => model.apply(input, { training: true }) as tf.Tensor;
const train = ({ x, y }: Record<"x" | "y", tf.Tensor>) => {
  const right = tf.mean(tf.equal(tf.argMax(scores(x), 1), tf.argMax(y, 1)));
  const loss = optimizer.minimize(() => tf.losses.softmaxCrossEntropy(y, scores(x)), true);
  return [loss ?? right, right];
};
const inputs = { x: tf.tensor(x, [24, 10, 10, 1]), y: tf.tensor(y, [24, 3]) };
const onnx = await compile(train, inputs, { ...(await loadRuntime()), variables: "state" });
for (let i = 1; i <= 15; i++) {
  const [loss, right] = Object.values(await onnx.run({ x, y })).map(({ data }) => data[0]);
  const [cpu] = tf.tidy(() => train(inputs).map((value) => value.dataSync()[0]));
  if (i % 5 === 0) console.log(`${onnx.runtime}: loss ${loss}, tfjs cpu: ${cpu}, right: ${right}`);
}
for (const one of [onnx, inputs.x, inputs.y, optimizer, model]) await one.dispose();
