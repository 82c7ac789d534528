import { describe, expect, it } from "@jest/globals";
import { createRandom } from "@ftcp/random";
import { expectClose, useTestBackend } from "@ftcp/testing";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-layers"; // registers the gradients
import { convolveByProducts } from "./convolveByProducts.ts";
import { convolveRows } from "./convolveRows.ts";
import { transposedConvolveByProducts } from "./transposedConvolveByProducts.ts";
import { transposedConvolveRows } from "./transposedConvolveRows.ts";

const numbers = (seed: number, count: number): Float32Array => {
  const random = createRandom(seed);
  return Float32Array.from({ length: count }, () => random.normal());
};

describe("convolveByProducts", () => {
  useTestBackend();

  it("equals tfjs's own conv1d on the same padding", () => {
    const [length, channels, taps, filters, stride] = [12, 3, 6, 5, 2];
    tf.tidy(() => {
      const rows = tf.tensor3d(numbers(1, 2 * length * channels), [2, length, channels]);
      const kernel = tf.tensor3d(numbers(2, taps * channels * filters), [taps, channels, filters]);
      const padded = tf.pad3d(rows, [
        [0, 0],
        [2, 2],
        [0, 0],
      ]);
      const expected = tf.conv1d(padded, kernel, stride, "valid");
      const actual = convolveByProducts(rows, kernel, stride);
      expect(actual.shape).toEqual([2, 6, 5]);
      expectClose(actual.dataSync(), expected.dataSync(), { rtol: 1e-5, atol: 1e-5 });
    });
  });

  it("has the transposed convolution as its adjoint: ⟨y, conv(x)⟩ = ⟨convᵀ(y), x⟩", () => {
    for (const [taps, stride] of [
      [2, 2],
      [4, 2],
      [6, 2],
      [6, 3],
      [3, 1],
      [5, 2],
      [5, 3],
    ] as const) {
      tf.tidy(() => {
        const x = tf.tensor3d(numbers(3, 2 * 12 * 3), [2, 12, 3]);
        const kernel = tf.tensor3d(numbers(4, taps * 3 * 5), [taps, 3, 5]);
        const convolved = convolveByProducts(x, kernel, stride);
        const y = tf.tensor3d(numbers(5, convolved.size), convolved.shape);
        const left = tf.sum(tf.mul(y, convolved)).dataSync();
        const right = tf.sum(tf.mul(transposedConvolveByProducts(y, kernel, stride), x)).dataSync();
        expectClose(left, right, { rtol: 1e-4, atol: 1e-4 });
      });
    }
  });

  it.each([
    [5, 2, 7, 3],
    [5, 2, 2, 9],
    [3, 2, 3, 5],
    [3, 2, 8, 2],
    [3, 1, 4, 4],
    [5, 3, 6, 2],
    [6, 3, 1, 7],
    [2, 2, 3, 3],
  ] as const)(
    "gives what tfjs's own convolutions give, and their gradients: %d taps, stride %d, %d to %d channels",
    (taps, stride, channels, filters) => {
      tf.tidy(() => {
        const kernel = tf.tensor3d(numbers(8, taps * channels * filters), [
          ...([taps, channels, filters] as const),
        ]);
        const long = tf.tensor3d(numbers(9, 2 * 12 * channels), [2, 12, channels]);
        const short = tf.tensor3d(numbers(10, (24 / stride) * filters), [
          ...([2, 12 / stride, filters] as const),
        ]);
        for (const [own, theirs, x, y] of [
          [convolveByProducts, convolveRows, long, short],
          [transposedConvolveByProducts, transposedConvolveRows, short, long],
        ] as const) {
          const [ours, expected] = [own, theirs].map((convolve) => {
            const weigh = (a: tf.Tensor, k: tf.Tensor): tf.Scalar =>
              tf.sum(tf.mul(convolve(a as tf.Tensor3D, k as tf.Tensor3D, stride), y));
            return [convolve(x, kernel, stride), ...tf.grads(weigh)([x, kernel])];
          }) as [tf.Tensor[], tf.Tensor[]];
          ours.forEach((value, i) => {
            expect(value.shape).toEqual(expected[i]?.shape);
            expectClose(value.dataSync(), expected[i]?.dataSync() ?? [], {
              ...{ rtol: 1e-5, atol: 1e-5 },
            });
          });
        }
      });
    },
  );

  it("has gradients that agree with finite differences", () => {
    tf.tidy(() => {
      const x = tf.tensor3d(numbers(6, 8 * 2), [1, 8, 2]);
      const kernel = tf.tensor3d(numbers(7, 4 * 2 * 3), [4, 2, 3]);
      const loss = (k: tf.Tensor): tf.Scalar =>
        tf.sum(tf.square(convolveRows(x, k as tf.Tensor3D, 2)));
      const gradient = tf.grad(loss)(kernel).dataSync();
      const values = kernel.dataSync();
      const step = 1e-2;
      const estimate = Float32Array.from(values, (_, i) => {
        const shifted = (by: number): number => {
          const copy = Float32Array.from(values);
          copy[i] = (copy[i] ?? 0) + by;
          return loss(tf.tensor3d(copy, [4, 2, 3])).dataSync()[0] ?? NaN;
        };
        return (shifted(step) - shifted(-step)) / (2 * step);
      });
      expectClose(gradient, estimate, { rtol: 5e-3, atol: 5e-2 });
    });
  });
});
