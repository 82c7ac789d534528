import { describe, expect, it } from "@jest/globals";
import { expectClose, useTestBackend } from "@ftcp/testing";
import * as tf from "@tensorflow/tfjs-core";
import { semisupervisedRegression } from "./semisupervisedRegression.ts";

useTestBackend();

function lossOf(
  objective: ReturnType<typeof semisupervisedRegression>,
  predicted: number[][],
  target: number[][],
  known: number[][],
): number {
  return tf.tidy(
    () =>
      objective
        .loss(
          tf.tensor2d(predicted),
          tf.tensor2d(target),
          tf.tensor2d(known),
          tf.scalar(predicted.length),
        )
        .dataSync()[0] ?? Number.NaN,
  );
}

describe("semisupervisedRegression", () => {
  it("names the ground-state properties first and asks for no labels", () => {
    const objective = semisupervisedRegression({
      groundState: ["formation_energy_per_atom", "band_gap"],
      sparse: ["Powerfactor"],
      logarithmic: ["Powerfactor"],
    });
    expect(objective.properties).toEqual(["formation_energy_per_atom", "band_gap", "Powerfactor"]);
    expect(objective.logarithmic).toEqual(["Powerfactor"]);
    expect(objective.requiresLabels).toBe(false);
  });

  it("weighs sparse properties by λ2 / λ1, one number or by name", () => {
    const names = { groundState: ["a"], sparse: ["b", "c"] };
    const predicted = [[1, 1, 1]];
    const zero = [[0, 0, 0]];
    const all = [[1, 1, 1]];
    expectClose([lossOf(semisupervisedRegression(names), predicted, zero, all)], [3]);
    expectClose(
      [lossOf(semisupervisedRegression({ ...names, sparseWeight: 4 }), predicted, zero, all)],
      [9],
    );
    expectClose(
      [
        lossOf(
          semisupervisedRegression({ ...names, sparseWeight: { c: 4 } }),
          predicted,
          zero,
          all,
        ),
      ],
      [6],
    );
  });

  it("averages over batches to Eq. 4, however the labels fall", () => {
    const objective = semisupervisedRegression({ groundState: [], sparse: ["b"] });
    const mean = (known: readonly (readonly number[])[]): number =>
      known.reduce((sum, batch) => {
        const column = batch.map((value) => [value]);
        const ones = batch.map(() => [1]);
        const zeros = batch.map(() => [0]);
        return sum + lossOf(objective, ones, zeros, column) / known.length;
      }, 0);
    const together = mean([
      [1, 1, 0, 0],
      [0, 0, 0, 0],
    ]);
    const apart = mean([
      [1, 0, 0, 0],
      [0, 1, 0, 0],
    ]);
    expectClose([together, apart], [0.25, 0.25]);
  });

  it("refuses a property that is in both lists, or twice in one", () => {
    const code = expect.objectContaining({ code: "SEMISUPERVISED_DUPLICATE_PROPERTY" });
    expect(() => semisupervisedRegression({ groundState: ["a", "b"], sparse: ["b"] })).toThrow(
      code,
    );
    expect(() => semisupervisedRegression({ groundState: ["a", "a"], sparse: ["b"] })).toThrow(
      code,
    );
  });

  it("refuses wrong calls: nothing to learn, bad weights, names that are in no list", () => {
    const names = { groundState: ["a"], sparse: ["b"] };
    expect(() => semisupervisedRegression({ groundState: [], sparse: [] })).toThrow(RangeError);
    for (const sparseWeight of [-1, Number.NaN, Infinity]) {
      expect(() => semisupervisedRegression({ ...names, sparseWeight })).toThrow(RangeError);
    }
    expect(() => semisupervisedRegression({ ...names, sparseWeight: { a: 2 } })).toThrow(
      RangeError,
    );
    expect(() => semisupervisedRegression({ ...names, logarithmic: ["c"] })).toThrow(RangeError);
  });
});
