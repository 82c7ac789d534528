import { describe, expect, it } from "@jest/globals";
import { createRandom } from "@ftcp/random";
import { expectClose, useTestBackend } from "@ftcp/testing";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-layers"; // registers the gradients
import { createLossWeights } from "./createLossWeights.ts";
import { divergenceFromPrior } from "./divergenceFromPrior.ts";
import { reconstructionLoss } from "./reconstructionLoss.ts";
import { softmaxCrossEntropy } from "./softmaxCrossEntropy.ts";
import { supervisedRegression } from "./supervisedRegression.ts";

describe("softmaxCrossEntropy", () => {
  useTestBackend();

  it("is log 3 for three equal logits and almost 0 for a sure and right one", () => {
    tf.tidy(() => {
      const targets = tf.tensor2d([0, 1, 0, 1, 0, 0], [2, 3]);
      const loss = softmaxCrossEntropy(tf.tensor2d([7, 7, 7, 90, 0, 0], [2, 3]), targets);
      expectClose(loss.dataSync(), [Math.log(3), 0], { rtol: 1e-6, atol: 1e-6 });
    });
  });

  it("has the gradient of a plain log softmax", () => {
    tf.tidy(() => {
      const random = createRandom(1);
      const logits = tf.tensor2d(
        Float32Array.from({ length: 12 }, () => 3 * random.normal()),
        [3, 4],
      );
      const targets = tf.cast(tf.oneHot(tf.tensor1d([2, 0, 3], "int32"), 4), "float32");
      const ours = tf.grad((x) => tf.sum(softmaxCrossEntropy(x, targets)));
      const plain = tf.grad((x) => tf.neg(tf.sum(tf.mul(targets, tf.logSoftmax(x)))));
      expectClose(ours(logits).dataSync(), plain(logits).dataSync(), { rtol: 1e-4, atol: 1e-6 });
    });
  });

  it("costs nothing and pulls nowhere where the target is empty", () => {
    tf.tidy(() => {
      const targets = tf.zeros([1, 3]);
      const logits = tf.tensor2d([1, 2, 3], [1, 3]);
      expect([...softmaxCrossEntropy(logits, targets).dataSync()].map(Math.abs)).toEqual([0]);
      const gradient = tf.grad((x) => tf.sum(softmaxCrossEntropy(x, targets)))(logits);
      expect([...gradient.dataSync()].map(Math.abs)).toEqual([0, 0, 0]);
    });
  });
});

describe("divergenceFromPrior", () => {
  useTestBackend();

  it("is zero for the prior and ½ (μ² + σ² - 1 - log σ²) summed elsewhere", () => {
    tf.tidy(() => {
      const mean = tf.tensor2d([0, 0, 1, -2], [2, 2]);
      const logVariance = tf.tensor2d([0, 0, Math.log(0.25), 0], [2, 2]);
      const expected = [0, 0.5 * (1 + 0.25 - 1 - Math.log(0.25)) + 2];
      expectClose(divergenceFromPrior(mean, logVariance).dataSync(), expected, { rtol: 1e-6 });
    });
  });
});

describe("reconstructionLoss", () => {
  useTestBackend();

  it("does not see the coordinates of empty sites", () => {
    tf.tidy(() => {
      const occupancy = tf.tensor3d([1, 0, 0, 1], [1, 2, 2]); // site 0 in slot 0, site 1 empty
      const common = { slots: tf.zeros<tf.Rank.R3>([1, 1, 3]), cell: tf.zeros<tf.Rank.R2>([1, 6]) };
      const target = { ...common, occupancy, turns: tf.zeros<tf.Rank.R3>([1, 2, 6]) };
      const loss = (turns: number[]): number => {
        const decoded = { ...target, turns: tf.tensor3d(turns, [1, 2, 6]) };
        return reconstructionLoss(decoded, target, createLossWeights()).dataSync()[0] ?? NaN;
      };
      const still = loss(Array<number>(12).fill(0));
      expect(loss([0, 0, 0, 0, 0, 0, 9, 9, 9, 9, 9, 9])).toBe(still);
      expect(loss([1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])).toBeCloseTo(still + 10, 4);
    });
  });
});

describe("supervisedRegression", () => {
  useTestBackend();

  it("averages over crystals and sums over properties", () => {
    tf.tidy(() => {
      const predicted = tf.tensor2d([1, 2, 3, 4], [2, 2]);
      const target = tf.tensor2d([1, 1, 1, 1], [2, 2]);
      const known = tf.ones<tf.Rank.R2>([2, 2]);
      const loss = (error: "absolute" | "squared"): number =>
        supervisedRegression(["a", "b"], { error })
          .loss(predicted, target, known, tf.scalar(2))
          .dataSync()[0] ?? NaN;
      expect(loss("absolute")).toBeCloseTo(3, 6);
      expect(loss("squared")).toBeCloseTo(7, 6);
    });
  });
});
