import { beforeAll, describe, expect, it } from "@jest/globals";
import { createLattice, createStructure } from "@ftcp/crystal";
import { loadRuntime } from "@ftcp/onnx/node";
import { createRandom } from "@ftcp/random";
import type { TrainingCrystal, TrainingEngine } from "@ftcp/vae";
import { onnxEngine } from "@ftcp/vae/onnx";
import * as tf from "@tensorflow/tfjs-core";
import { evaluateCgcnn, trainCgcnn, type CgcnnTrainingEvent } from "../src/index.ts";

/** CsCl-type crystals whose "energy" is a function of element and volume that the network must find. */
function makeCrystals(count: number, seed: number): TrainingCrystal[] {
  const random = createRandom(seed);
  const elements = ["Li", "Na", "K", "Rb", "Cs"];
  return Array.from({ length: count }, (_, i) => {
    const which = random.integer(elements.length);
    const a = 3 + 2 * random.uniform();
    const lattice = createLattice({ a, b: a, c: a, alpha: 90, beta: 90, gamma: 90 });
    const structure = createStructure(
      lattice,
      [elements[which] as string, "Cl"],
      [
        [0, 0, 0],
        [0.5, 0.5, 0.5],
      ],
    );
    const energy = -2 + 0.3 * which + 0.5 * (a - 4) ** 2;
    return { id: String(i), structure, properties: i % 5 === 0 ? { energy } : { energy, size: a } };
  });
}

const options = {
  ...{ properties: ["energy", "size"], seed: 3, batchAtoms: 64, learningRate: 1e-2 },
  network: { atomSize: 16, convolutions: 2, hidden: 16 },
};

async function collect(
  events: AsyncGenerator<CgcnnTrainingEvent, void>,
): Promise<CgcnnTrainingEvent[]> {
  const all: CgcnnTrainingEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

describe("trainCgcnn", () => {
  let engine: TrainingEngine;

  beforeAll(async () => {
    tf.enableProdMode();
    await import("@tensorflow/tfjs-backend-cpu");
    await tf.setBackend("cpu");
    engine = onnxEngine((await loadRuntime(["onnxruntime-node"])).runtime);
  });

  it("learns an energy of element and volume, also where some crystals do not know a property", async () => {
    const validation = makeCrystals(40, 2);
    const crystals = makeCrystals(160, 1);
    const before = tf.memory().numTensors;
    const events = await collect(
      trainCgcnn(crystals, { ...options, epochs: 40, engine, validation }),
    );
    const done = events.at(-1);
    if (done?.kind !== "done") throw new Error("no model");
    const errors = await evaluateCgcnn(done.model, validation, { engine });
    // The mean absolute deviation of the labels is 0.36 and 0.5.
    expect(errors["energy"]).toBeLessThan(0.06);
    expect(errors["size"]).toBeLessThan(0.06);
    const last = events.at(-2);
    expect(last?.kind === "epoch" ? last.validation?.["energy"] : NaN).toBeCloseTo(
      errors["energy"] ?? NaN,
      5,
    );
    done.model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it("gives the same numbers for the same seed and others for another", async () => {
    const run = async (seed: number): Promise<number[]> => {
      const events = await collect(
        trainCgcnn(makeCrystals(40, 1), { ...options, seed, epochs: 2, engine }),
      );
      const done = events.at(-1);
      if (done?.kind === "done") done.model.dispose();
      return events.flatMap((event) => (event.kind === "epoch" ? [event.loss] : []));
    };
    const first = await run(3);
    expect(await run(3)).toEqual(first);
    expect(await run(4)).not.toEqual(first);
  });

  it("reports what has no graph, and refuses an empty set and a property nobody knows", async () => {
    const [crystal] = makeCrystals(1, 1) as [TrainingCrystal];
    const events = trainCgcnn([{ ...crystal, id: "large" }], {
      ...options,
      batchAtoms: 1,
      epochs: 1,
    });
    const first = await events.next();
    expect(first.value).toMatchObject({
      kind: "skipped",
      id: "large",
      error: { code: "CGCNN_TOO_LARGE" },
    });
    await expect(events.next()).rejects.toMatchObject({ code: "CGCNN_NO_CRYSTALS" });
    const unknown = trainCgcnn([crystal], { ...options, properties: ["charm"], epochs: 1 });
    await expect(unknown.next()).rejects.toMatchObject({ code: "CGCNN_MISSING_LABEL" });
  });

  it("stops when it is told to", async () => {
    const controller = new AbortController();
    const events = trainCgcnn(makeCrystals(40, 1), {
      ...{ ...options, epochs: 5, engine, signal: controller.signal },
    });
    await events.next();
    controller.abort();
    await expect(events.next()).rejects.toMatchObject({ name: "AbortError" });
  });
});
