import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createLattice, createStructure } from "@ftcp/crystal";
import { loadRuntime } from "@ftcp/onnx/node";
import { openSealedFile, sealFile, type TrainingCrystal, type TrainingEngine } from "@ftcp/vae";
import { onnxEngine } from "@ftcp/vae/onnx";
import * as tf from "@tensorflow/tfjs-core";
import { Cgcnn, trainCgcnn, type CgcnnTrainingOptions } from "../src/index.ts";

const crystals = ["Li", "Na", "K", "Rb"].flatMap((element, k) =>
  [3, 3.4, 3.9].map((a, i): TrainingCrystal => {
    const lattice = createLattice({ a, b: a, c: a, alpha: 90, beta: 90, gamma: 90 });
    const fractional = [
      [0, 0, 0],
      [0.5, 0.5, 0.5],
    ] as const;
    return {
      id: `${element}${i}`,
      structure: createStructure(lattice, [element, "Cl"], fractional),
      properties: { energy: k - a, size: a },
    };
  }),
);
const structures = crystals.map(({ structure }) => structure);
const options: CgcnnTrainingOptions = {
  ...{ properties: ["energy", "size"], seed: 3, epochs: 4, batchAtoms: 8 },
  network: { atomSize: 8, convolutions: 2, hidden: 8 },
};
const code = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => "nothing was thrown",
    (error: unknown) => (error as { readonly code?: unknown }).code,
  );

describe("files of a network", () => {
  let engine: TrainingEngine;
  let model: Cgcnn;
  let checkpoint: Uint8Array;
  const train = async (
    more: Partial<CgcnnTrainingOptions> = {},
  ): Promise<{ model: Cgcnn; checkpoints: Uint8Array[] }> => {
    const checkpoints: Uint8Array[] = [];
    for await (const event of trainCgcnn(crystals, { ...options, engine, ...more })) {
      if (event.kind === "checkpoint") checkpoints.push(event.bytes);
      if (event.kind === "done") return { model: event.model, checkpoints };
    }
    throw new Error("no model");
  };

  beforeAll(async () => {
    tf.enableProdMode();
    await import("@tensorflow/tfjs-backend-cpu");
    await tf.setBackend("cpu");
    engine = onnxEngine((await loadRuntime(["onnxruntime-node"])).runtime);
    const trained = await train({ checkpointEvery: 2 });
    ({ model } = trained);
    expect(trained.checkpoints).toHaveLength(2);
    checkpoint = trained.checkpoints[0] as Uint8Array;
  });
  afterAll(() => {
    model.dispose();
  });

  it("a network is written and read with every number, and predicts the same", async () => {
    const bytes = await model.toBytes({ licence: "CC BY 4.0" });
    const before = tf.memory().numTensors;
    const copy = await Cgcnn.fromBytes(bytes);
    expect(copy.config).toEqual(model.config);
    expect(copy.scales).toEqual(model.scales);
    expect(await copy.predict(structures)).toEqual(await model.predict(structures));
    expect(await copy.toBytes({ licence: "CC BY 4.0" })).toEqual(bytes);
    copy.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it("a training that goes on from a checkpoint ends with the same bytes", async () => {
    const { model: resumed } = await train({ resume: checkpoint });
    expect(await resumed.toBytes()).toEqual(await model.toBytes());
    resumed.dispose();
  });

  it("refuses a checkpoint of other settings or crystals", async () => {
    expect(await code(train({ resume: checkpoint, seed: 4 }))).toBe("CGCNN_CHECKPOINT_MISMATCH");
    const others = trainCgcnn(crystals.slice(1), { ...options, engine, resume: checkpoint });
    expect(await code(others.next())).toBe("CGCNN_CHECKPOINT_MISMATCH");
  });

  it("refuses what is truncated, altered, of another kind or of another version", async () => {
    const bytes = await model.toBytes();
    const read = (file: Uint8Array): Promise<unknown> => code(Cgcnn.fromBytes(file));
    for (const length of [0, 7, 100, bytes.length - 1]) {
      expect(await read(bytes.slice(0, length))).toBe("CGCNN_MODEL_DAMAGED");
    }
    for (const at of [8, 400, bytes.length - 5]) {
      const altered = bytes.slice();
      altered[at] = (altered[at] as number) ^ 1;
      expect(await read(altered)).toMatch(/^CGCNN_MODEL_(DAMAGED|VERSION)$/u);
    }
    expect(await read(checkpoint)).toBe("CGCNN_MODEL_DAMAGED");
    const { contents, tensors } = await openSealedFile({ kind: "ftcp-cgcnn", version: "1" }, bytes);
    const weights = [...tensors.values()];
    const seal = (changed: object, version = "1"): Promise<Uint8Array> =>
      sealFile({ kind: "ftcp-cgcnn", version }, { ...contents, ...changed }, weights);
    expect(await read(await seal({}, "2"))).toBe("CGCNN_MODEL_VERSION");
    expect(await read(await seal({}))).toBe("nothing was thrown");
    const { config } = model;
    for (const changed of [
      { config: null },
      { config: { ...config, atomSize: 9 } },
      { config: { ...config, atomSize: 1e9 } },
      { config: { ...config, convolutions: 60000 } },
      { config: { ...config, convolutions: 1 } },
      { config: { ...config, neighbors: 0 } },
      { config: { ...config, radius: "8" } },
      { config: { ...config, step: 1e-9 } },
      { scales: [] },
      { scales: [{ property: "energy", mean: 0, deviation: 0 }] },
      { scales: [{ property: "energy", mean: 0, deviation: 1 }] },
    ]) {
      expect(await read(await seal(changed))).toBe("CGCNN_MODEL_DAMAGED");
    }
  });
});
