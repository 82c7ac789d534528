import { describe, expect, it } from "@jest/globals";
import { useTestBackend } from "@ftcp/testing";
import * as tf from "@tensorflow/tfjs-core";
import { restoreSemisupervisedRegression } from "./restoreSemisupervisedRegression.ts";
import { semisupervisedRegression } from "./semisupervisedRegression.ts";

describe("restoreSemisupervisedRegression", () => {
  useTestBackend();

  it.each([
    { groundState: ["energy", "gap"], sparse: ["factor"], sparseWeight: 7 },
    { groundState: [], sparse: ["a", "b"], sparseWeight: { b: 3 }, error: "squared" },
    { groundState: ["a"], sparse: ["b"], normalize: "known", logarithmic: ["b"] },
  ] as const)("makes an equal objective of settings that went through JSON: %j", (options) => {
    const objective = semisupervisedRegression(options);
    const settings = JSON.parse(JSON.stringify(objective.settings)) as Record<string, unknown>;
    const restored = restoreSemisupervisedRegression(settings);
    const { properties, logarithmic, requiresLabels } = objective;
    expect(restored).toMatchObject({ properties, logarithmic, requiresLabels });
    expect(restored?.settings).toEqual(objective.settings);
    const width = properties.length;
    tf.tidy(() => {
      const predicted = tf.reshape<tf.Rank.R2>(tf.range(0, 2 * width), [2, width]);
      const target = tf.ones<tf.Rank.R2>([2, width]);
      const known = tf.ones<tf.Rank.R2>([2, width]);
      const losses = [objective, restored].map((each) =>
        each?.loss(predicted, target, known, tf.scalar(2)).arraySync(),
      );
      expect(losses[1]).toBe(losses[0]);
    });
  });

  it("leaves settings of other kinds to others", () => {
    expect(restoreSemisupervisedRegression({ kind: "supervised" })).toBeUndefined();
  });
});
