import { describe, expect, it } from "@jest/globals";
import { createRandom } from "@ftcp/random";
import { expectClose, useTestBackend } from "@ftcp/testing";
import * as tf from "@tensorflow/tfjs-core";
import * as tfl from "@tensorflow/tfjs-layers";
import { RowConvolution } from "./rowConvolution.ts";

const sizes = [
  [5, 2],
  [3, 2],
  [3, 1],
  [4, 2],
  [5, 3],
] as const;
const [length, channels, filters] = [12, 3, 4];

function random(seed: number, shape: number[]): tf.Tensor {
  const stream = createRandom(seed);
  const count = shape.reduce((product, size) => product * size, 1);
  return tf.tensor(
    Float32Array.from({ length: count }, () => stream.normal()),
    shape,
  );
}

describe("RowConvolution", () => {
  useTestBackend();

  it.each(sizes)(
    "equals Keras's convolution of %d taps and stride %d, padded same",
    (taps, stride) => {
      const ours = new RowConvolution({ name: `ours${taps}${stride}`, filters, taps, stride });
      const theirs = tfl.layers.conv1d({
        ...{
          filters,
          kernelSize: taps,
          strides: stride,
          padding: "same",
          name: `t${taps}${stride}`,
        },
      });
      tf.tidy(() => {
        const x = random(1, [2, length, channels]);
        const weights = [random(2, [taps, channels, filters]), random(3, [filters])];
        const outputs = [ours, theirs].map((layer) => {
          layer.apply(x);
          layer.setWeights(weights);
          return layer.apply(x) as tf.Tensor;
        });
        expect(outputs[0]?.shape).toEqual(outputs[1]?.shape);
        expectClose(outputs[0]?.dataSync() ?? [], outputs[1]?.dataSync() ?? [], {
          ...{ rtol: 1e-5, atol: 1e-5 },
        });
      });
      tf.dispose([...ours.weights, ...theirs.weights].map((weight) => weight.read()));
    },
  );

  it.each(sizes)(
    "equals Keras's transposed convolution of %d taps and stride %d",
    (taps, stride) => {
      const name = `transposed${taps}${stride}`;
      const ours = new RowConvolution({ name, filters, taps, stride, transposed: true });
      const theirs = tfl.layers.conv2dTranspose({
        ...{ filters, kernelSize: [1, taps], strides: [1, stride], padding: "same" },
        name: `their${name}`,
      });
      tf.tidy(() => {
        const x = random(4, [2, length, channels]);
        const flat = tf.reshape(x, [2, 1, length, channels]);
        const kernel = random(5, [taps, filters, channels]);
        const bias = random(6, [filters]);
        ours.apply(x);
        theirs.apply(flat);
        ours.setWeights([kernel, bias]);
        theirs.setWeights([tf.reshape(kernel, [1, taps, filters, channels]), bias]);
        expectClose(
          (ours.apply(x) as tf.Tensor).dataSync(),
          (theirs.apply(flat) as tf.Tensor).dataSync(),
          { rtol: 1e-5, atol: 1e-5 },
        );
      });
      tf.dispose([...ours.weights, ...theirs.weights].map((weight) => weight.read()));
    },
  );

  it("refuses fewer taps than the stride", () => {
    expect(() => new RowConvolution({ name: "few", filters, taps: 1, stride: 2 })).toThrow(
      RangeError,
    );
  });
});
