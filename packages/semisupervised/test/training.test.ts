import { createLayout } from "@ftcp/featurize";
import {
  semisupervisedRegression,
  trainSemisupervisedVae,
  type SemisupervisedTrainingOptions,
} from "@ftcp/semisupervised";
import { expectClose, useTestBackend } from "@ftcp/testing";
import {
  trainVae,
  type CrystalVae,
  type Latents,
  type TrainingCrystal,
  type TrainingEvent,
} from "@ftcp/vae";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import * as tf from "@tensorflow/tfjs-core";
import { oneLabelled, textbookCrystals } from "./textbookCrystals.ts";

useTestBackend();

// Small enough for the plain JavaScript backend.
const options: SemisupervisedTrainingOptions = {
  layout: createLayout({
    maxElements: 2,
    maxSites: 2,
    planes: [
      [0, 0, 0],
      [1, 0, 0],
      [1, 1, 1],
    ],
  }),
  groundState: ["band_gap"],
  sparse: ["power_factor"],
  seed: 3,
  epochs: 2,
  batchSize: 4,
  learningRate: 3e-3,
  network: {
    ...{ latentSize: 48, channels: [4, 4], taps: 4, hidden: 8, regressionHidden: 8 },
    elementCodeSize: 12,
  },
};
const patience = 60_000; // on a busy machine

async function collect(events: AsyncIterable<TrainingEvent>): Promise<{
  readonly model: CrystalVae;
  readonly events: readonly TrainingEvent[];
}> {
  const all: TrainingEvent[] = [];
  for await (const event of events) all.push(event);
  const last = all.at(-1);
  if (last?.kind !== "done") throw new Error("the training has no end");
  return { model: last.model, events: all };
}

let model: CrystalVae;
let events: readonly TrainingEvent[];
let latents: Latents;

beforeAll(async () => {
  ({ model, events } = await collect(trainSemisupervisedVae(oneLabelled, options)));
  latents = (await model.encode(oneLabelled.map(({ structure }) => structure))).mean;
}, patience);

afterAll(() => {
  model.dispose();
});

describe("training with one label in eight crystals", () => {
  it("lowers the loss, though one of the two batches has no label", () => {
    const losses = events.flatMap((event) => (event.kind === "epoch" ? [event.loss.total] : []));
    expect(losses).toHaveLength(2);
    expect(losses[1]).toBeLessThan(losses[0] ?? 0);
    expect(events.filter((event) => event.kind === "step")).toHaveLength(4);
  });

  it("predicts both properties for every crystal", async () => {
    const predicted = await model.predict(latents);
    expect(model.properties).toEqual(["band_gap", "power_factor"]);
    expect(predicted).toHaveLength(16);
    expect(predicted.every(Number.isFinite)).toBe(true);
  });

  it(
    "is trainVae with Eq. 4 and a balanced weight, byte for byte, with NaN for absent labels",
    async () => {
      const regression = semisupervisedRegression({
        groundState: ["band_gap"],
        sparse: ["power_factor"],
        sparseWeight: 8,
      });
      const withNaN = oneLabelled.map((crystal) => ({
        ...crystal,
        properties: { power_factor: Number.NaN, ...crystal.properties },
      }));
      const same = await collect(trainVae(withNaN, { ...options, regression }));
      expect(Buffer.compare(await model.toBytes(), await same.model.toBytes())).toBe(0);
      same.model.dispose();
    },
    patience,
  );
});

describe("the gradient through the whole regression network", () => {
  it("leaves the sparse head and the latents of unlabelled crystals untouched", () => {
    const objective = semisupervisedRegression({
      groundState: [],
      sparse: ["band_gap", "power_factor"],
    });
    const [count, size] = latents.shape;
    const labelled = oneLabelled.findIndex(({ properties }) => "power_factor" in properties);
    const gradients = (sparseKnown: readonly number[]): { byLatent: number[][]; value: number } =>
      tf.tidy(() => {
        const target = tf.tensor2d(Array.from({ length: count }, () => [0, 0.3]));
        const known = tf.tensor2d(sparseKnown.map((value) => [0, value]));
        const { value, grad } = tf.valueAndGrad((z) =>
          objective.loss(
            model.network.regressor.apply(z) as tf.Tensor2D,
            target,
            known,
            tf.scalar(count),
          ),
        )(tf.tensor2d(latents.data, [count, size]));
        return {
          byLatent: (grad as tf.Tensor2D).arraySync(),
          value: value.dataSync()[0] ?? Number.NaN,
        };
      });

    const { byLatent } = gradients(oneLabelled.map((_, i) => Number(i === labelled)));
    byLatent.forEach((row, i) => {
      if (i === labelled) expect(row.some((value) => value !== 0)).toBe(true);
      else expect(row.every((value) => value === 0)).toBe(true);
    });
    const none = gradients(oneLabelled.map(() => 0));
    expect(none.value === 0).toBe(true);
    expect(none.byLatent.flat().every((value) => value === 0)).toBe(true);
  });

  it("gives the weights the gradient of the labelled crystal alone", () => {
    const objective = semisupervisedRegression({
      groundState: ["band_gap"],
      sparse: ["power_factor"],
    });
    const [count, size] = latents.shape;
    const weightGradients = (rows: readonly number[], known: readonly number[]): number[] =>
      tf.tidy(() => {
        const all = tf.tensor2d(latents.data, [count, size]);
        const z = tf.gather(all, [...rows]);
        const target = tf.tensor2d(rows.map(() => [0, 0.3]));
        const mask = tf.tensor2d(known.map((value) => [0, value]));
        // A sum over crystals, so that the size of the batch does not show.
        const { grads } = tf.variableGrads(() =>
          tf.mul(
            objective.loss(
              model.network.regressor.apply(z) as tf.Tensor2D,
              target,
              mask,
              tf.scalar(rows.length),
            ),
            rows.length,
          ),
        );
        const names = Object.keys(grads).sort();
        return names.flatMap((name) => [...(grads[name]?.dataSync() ?? [])]);
      });
    const everything = oneLabelled.map((_, i) => i);
    const whole = weightGradients(
      everything,
      everything.map((i) => Number(i === 2)),
    );
    expect(whole.some((value) => value !== 0)).toBe(true);
    // Eight rows or one: sums in another order, hence a few units in the last place.
    expectClose(whole, weightGradients([2], [1]), { rtol: 1e-5, atol: 1e-8 });
  });
});

describe("labels that are not there", () => {
  const first = async (
    crystals: readonly TrainingCrystal[],
    given: SemisupervisedTrainingOptions,
  ): Promise<unknown> => trainSemisupervisedVae(crystals, given).next();

  it("refuses a sparse property that no crystal knows", async () => {
    await expect(first(textbookCrystals, options)).rejects.toMatchObject({
      code: "SEMISUPERVISED_NO_LABELS",
      data: { property: "power_factor", crystals: 8 },
    });
  });

  it("refuses a property in both lists", async () => {
    const both = { ...options, sparse: ["power_factor", "band_gap"] };
    await expect(first(oneLabelled, both)).rejects.toMatchObject({
      code: "SEMISUPERVISED_DUPLICATE_PROPERTY",
    });
  });

  it(
    "requires ground-state labels, or masks them on request",
    async () => {
      const hole = oneLabelled.map((crystal) =>
        crystal.id === "CsCl" ? { ...crystal, properties: {} } : crystal,
      );
      await expect(first(hole, options)).rejects.toMatchObject({
        code: "SEMISUPERVISED_MISSING_LABEL",
        data: { id: "CsCl", row: 3, property: "band_gap" },
      });
      const training = trainSemisupervisedVae(hole, { ...options, requireGroundState: false });
      const { value } = await training.next();
      expect(value).toMatchObject({ kind: "started", step: 0 });
      await training.return();
    },
    patience,
  );
});
