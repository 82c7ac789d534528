import { describe, expect, it } from "@jest/globals";
import { createRandom } from "@ftcp/random";
import { expectClose, useTestBackend } from "@ftcp/testing";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-layers"; // registers the gradients
import fc from "fast-check";
import { maskedRegressionLoss } from "./maskedRegressionLoss.ts";

useTestBackend();

interface Batch {
  readonly predicted: readonly (readonly number[])[];
  readonly target: readonly (readonly number[])[];
  readonly known: readonly (readonly number[])[];
}
type LossOptions = Parameters<typeof maskedRegressionLoss>[3];

function matrix(rows: readonly (readonly number[])[]): tf.Tensor2D {
  return tf.tensor2d(rows.map((row) => [...row]));
}

/** Loss and its gradient with respect to the predictions, as plain numbers. */
function evaluate(batch: Batch, options: LossOptions): { loss: number; gradient: number[] } {
  const target = matrix(batch.target);
  const known = matrix(batch.known);
  const predicted = matrix(batch.predicted);
  const { value, grad } = tf.valueAndGrad((p: tf.Tensor2D) =>
    maskedRegressionLoss(p, target, known, options),
  )(predicted);
  const [loss = Number.NaN] = value.dataSync();
  const gradient = [...grad.dataSync()];
  tf.dispose([target, known, predicted, value, grad]);
  return { loss, gradient };
}

// Three crystals, a ground-state property and a sparse one that only the second knows.
const batch: Batch = {
  predicted: [
    [0.5, 0.9],
    [0.25, 0.75],
    [1, 0.1],
  ],
  target: [
    [1, 0],
    [0.5, 0.25],
    [0.25, 0],
  ],
  known: [
    [1, 0],
    [1, 1],
    [1, 0],
  ],
};

describe("maskedRegressionLoss", () => {
  it("equals Eq. 4 by hand: absolute errors, divided by the batch", () => {
    // (0.5 + 0.25 + 0.75) / 3 + 4 · 0.5 / 3 = 3.5 / 3
    const options = { weights: [1, 4], error: "absolute", normalize: "batch" } as const;
    const { loss, gradient } = evaluate(batch, options);
    expectClose([loss], [3.5 / 3]);
    expectClose(gradient, [-1 / 3, 0, -1 / 3, 4 / 3, 1 / 3, 0]);
  });

  it("equals Eq. 4 by hand: squared errors, divided by the batch", () => {
    // (0.25 + 0.0625 + 0.5625) / 3 + 4 · 0.25 / 3 = 1.875 / 3
    const options = { weights: [1, 4], error: "squared", normalize: "batch" } as const;
    const { loss, gradient } = evaluate(batch, options);
    expectClose([loss], [1.875 / 3]);
    expectClose(gradient, [-1 / 3, 0, -0.5 / 3, 4 / 3, 1.5 / 3, 0]);
  });

  it("divides each property by its own number of labels when asked to", () => {
    // 1.5 / 3 + 4 · 0.5 / 1
    const options = { weights: [1, 4], error: "absolute", normalize: "known" } as const;
    const { loss, gradient } = evaluate(batch, options);
    expectClose([loss], [2.5]);
    expectClose(gradient, [-1 / 3, 0, -1 / 3, 4, 1 / 3, 0]);
  });

  it.each(["batch", "known"] as const)(
    "is exactly zero, gradient too, for a batch without a label (normalize: %s)",
    (normalize) => {
      const none = { ...batch, known: batch.known.map((row) => row.map(() => 0)) };
      const options = { weights: [1, 4], error: "squared", normalize } as const;
      const { loss, gradient } = evaluate(none, options);
      expect(loss === 0).toBe(true);
      expect(gradient.every((value) => value === 0)).toBe(true);
    },
  );

  it.each(["absolute", "squared"] as const)(
    "takes no notice of NaN and infinity where the label is unknown (error: %s)",
    (error) => {
      const options = { weights: [1, 4], error, normalize: "known" } as const;
      const clean = evaluate(batch, options);
      for (const bad of [Number.NaN, Infinity, -Infinity, 3e38]) {
        const dirty = evaluate(
          {
            ...batch,
            predicted: [[0.5, bad], batch.predicted[1] ?? [], [1, bad]],
            target: [[1, bad], batch.target[1] ?? [], [0.25, bad]],
          },
          options,
        );
        expect(dirty.loss).toBe(clean.loss);
        expect(dirty.gradient.map((value) => value + 0)).toEqual(
          clean.gradient.map((value) => value + 0),
        );
      }
    },
  );

  it("has a gradient of exactly zero at every unknown label, for any batch and mask", () => {
    const number = fc.float({ min: -1e3, max: 1e3, noNaN: true });
    const cell = fc.record({ p: number, t: number, known: fc.boolean() });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 6 }),
        fc.constantFrom("absolute" as const, "squared" as const),
        fc.constantFrom("batch" as const, "known" as const),
        (rows, error, normalize) => {
          const any: Batch = {
            predicted: rows.map((row) => row.map(({ p, known }) => (known ? p : Number.NaN))),
            target: rows.map((row) => row.map(({ t }) => t)),
            known: rows.map((row) => row.map(({ known }) => Number(known))),
          };
          const { loss, gradient } = evaluate(any, { weights: [1, 3], error, normalize });
          expect(Number.isFinite(loss)).toBe(true);
          gradient.forEach((value, i) => {
            expect(Number.isFinite(value)).toBe(true);
            if (any.known.flat()[i] === 0) expect(value === 0).toBe(true);
          });
        },
      ),
      { numRuns: 60, seed: 4 },
    );
  });

  it.each(["absolute", "squared"] as const)(
    "agrees with finite differences of the formula in float64 (error: %s)",
    (error) => {
      const random = createRandom(7);
      const rows = Array.from({ length: 5 }, () => [random.normal(), random.normal()]);
      const random2 = random.fork("target");
      const targets = rows.map((row) => row.map(() => random2.normal()));
      const known = rows.map((_, i) => [1, i % 3 === 0 ? 1 : 0]);
      const weights = [1, 2.5];
      const formula = (values: readonly (readonly number[])[]): number =>
        [0, 1].reduce((sum, k) => {
          const costs = values.map((row, i) => {
            const difference = (row[k] ?? 0) - (targets[i]?.[k] ?? 0);
            const cost = error === "squared" ? difference ** 2 : Math.abs(difference);
            return (known[i]?.[k] ?? 0) * cost;
          });
          const count = known.reduce((total, row) => total + (row[k] ?? 0), 0);
          return sum + ((weights[k] ?? 0) * costs.reduce((a, b) => a + b, 0)) / count;
        }, 0);
      const step = 1e-4;
      const expected = rows.flatMap((row, i) =>
        row.map((_, k) => {
          const moved = (by: number): number[][] =>
            rows.map((r, j) => r.map((value, l) => (i === j && k === l ? value + by : value)));
          return (formula(moved(step)) - formula(moved(-step))) / (2 * step);
        }),
      );
      const { loss, gradient } = evaluate(
        { predicted: rows, target: targets, known },
        { weights, error, normalize: "known" },
      );
      // float32 against float64: 1e-5 is some 80 units in the last place
      expectClose([loss], [formula(rows)], { rtol: 1e-5 });
      expectClose(gradient, expected, { rtol: 1e-5, atol: 1e-6 });
    },
  );
});
