import { describe, expect, it } from "@jest/globals";
import { compositionOf, reducedFormula } from "@ftcp/crystal";
import { featurize } from "@ftcp/featurize";
import { expectClose } from "@ftcp/testing";
import {
  CrystalVae,
  evaluateVae,
  supervisedRegression,
  trainVae,
  VaeError,
  type TrainingEvent,
  type TrainingOptions,
} from "@ftcp/vae";
import { useFastBackend } from "./useFastBackend.ts";
import { openModelFile } from "../src/files/openModelFile.ts";
import { sealModelFile } from "../src/files/sealModelFile.ts";
import { binary, toyCrystals, toyLayout, toyNetwork } from "./toyCrystals.ts";

const options = (changes: Partial<TrainingOptions> = {}): TrainingOptions => ({
  layout: toyLayout,
  regression: supervisedRegression(["energy", "gap"]),
  seed: 1,
  epochs: 2,
  batchSize: 8,
  network: toyNetwork,
  ...changes,
});

async function collect(events: AsyncIterable<TrainingEvent>): Promise<TrainingEvent[]> {
  const all: TrainingEvent[] = [];
  for await (const event of events) all.push(event);
  return all;
}

function modelOf(events: readonly TrainingEvent[]): CrystalVae {
  const done = events.at(-1);
  if (done?.kind !== "done") throw new Error("the training did not end");
  return done.model;
}

describe("trainVae", () => {
  useFastBackend();

  it("reconstructs before it has learned anything, by the linear path", async () => {
    const crystals = toyCrystals(16);
    const events = await collect(
      trainVae(crystals, options({ epochs: 1, learningRate: 1e-12, batchSize: 16 })),
    );
    const model = modelOf(events);
    const metrics = await evaluateVae(model, crystals);
    expect(metrics.elementAccuracy).toBe(1);
    expect(metrics.lengthMape).toBeLessThan(0.1);
    model.dispose();

    const network = { ...toyNetwork, linearPath: false };
    const without = modelOf(
      await collect(
        trainVae(crystals, options({ epochs: 1, learningRate: 1e-12, batchSize: 16, network })),
      ),
    );
    expect((await evaluateVae(without, crystals)).elementAccuracy).toBeLessThan(0.2);
    without.dispose();
  });

  it("has a loss that falls", async () => {
    const crystals = toyCrystals(16);
    const events = await collect(trainVae(crystals, options({ epochs: 30, learningRate: 3e-3 })));
    const epochs = events.filter((event) => event.kind === "epoch");
    expect(epochs).toHaveLength(30);
    const [first, last] = [epochs[0]?.loss, epochs.at(-1)?.loss];
    expect(last?.reconstruction).toBeLessThan(0.7 * (first?.reconstruction ?? 0));
    expect(last?.regression).toBeLessThan(0.7 * (first?.regression ?? 0));
    const steps = events.filter((event) => event.kind === "step");
    expect(steps.map((event) => event.step)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
    expect(steps.at(-1)?.secondsLeft).toBe(0);

    const model = modelOf(events);
    const metrics = await evaluateVae(model, crystals);
    expect(metrics.elementAccuracy).toBe(1);
    expect(metrics.formulaAccuracy).toBe(1);
    expect(metrics.lengthMape).toBeLessThan(0.1);
    const { mean } = await model.encode(crystals.map((crystal) => crystal.structure));
    const decoded = await model.decode(mean);
    decoded.forEach((result, i) => {
      const structure = crystals[i]?.structure;
      if (!result.ok || structure === undefined) throw new Error("not decoded");
      expect(reducedFormula(compositionOf(result.value))).toBe(
        reducedFormula(compositionOf(structure)),
      );
    });
    model.dispose();
  });

  it("gives the same bytes for the same seed and others for another", async () => {
    const bytes = async (seed: number): Promise<Uint8Array> => {
      const model = modelOf(await collect(trainVae(toyCrystals(8), options({ seed }))));
      const result = await model.toBytes();
      model.dispose();
      return result;
    };
    const first = await bytes(1);
    expect(await bytes(1)).toEqual(first);
    expect(await bytes(2)).not.toEqual(first);
  });

  it("stops on abort with a checkpoint, from which it goes on to the same bytes", async () => {
    const crystals = toyCrystals(20);
    const whole = modelOf(await collect(trainVae(crystals, options())));
    const expected = await whole.toBytes();
    whole.dispose();

    const controller = new AbortController();
    const seen: TrainingEvent[] = [];
    const interrupted = (async () => {
      const training = trainVae(crystals, options({ signal: controller.signal }));
      for await (const event of training) {
        seen.push(event);
        if (event.kind === "step" && event.step === 4) controller.abort(); // within epoch 2
      }
    })();
    await expect(interrupted).rejects.toMatchObject({ name: "AbortError" });
    const checkpoint = seen.at(-1);
    if (checkpoint?.kind !== "checkpoint") throw new Error("no checkpoint");
    const resume = checkpoint.bytes;
    const events = await collect(trainVae(crystals, options({ resume })));
    expect(events.filter((event) => event.kind === "step")).toHaveLength(2);
    const resumed = modelOf(events);
    expect(await resumed.toBytes()).toEqual(expected);
    resumed.dispose();

    const others = collect(trainVae(crystals, options({ resume, learningRate: 1e-4 })));
    await expect(others).rejects.toMatchObject({ code: "VAE_CHECKPOINT_MISMATCH" });
    const damaged = Uint8Array.from(resume);
    damaged[damaged.length - 1] = (damaged.at(-1) ?? 0) ^ 1;
    await expect(collect(trainVae(crystals, options({ resume: damaged })))).rejects.toMatchObject({
      code: "VAE_MODEL_DAMAGED",
    });
  });

  it("gives checkpoints at the asked interval", async () => {
    const events = await collect(trainVae(toyCrystals(8), options({ checkpointEvery: 1 })));
    const checkpoints = events.filter((event) => event.kind === "checkpoint");
    expect(checkpoints.map((event) => event.epoch)).toEqual([1, 2]);
    modelOf(events).dispose();
  });

  it("gives checkpoints every so many steps, counted over all epochs", async () => {
    const events = await collect(
      trainVae(toyCrystals(10), options({ batchSize: 4, checkpointEverySteps: 4 })),
    );
    const checkpoints = events.filter((event) => event.kind === "checkpoint");
    expect(checkpoints.map(({ step, epoch }) => [step, epoch])).toEqual([[4, 1]]);
    modelOf(events).dispose();
  });

  it("says what it starts with, and lets β rise over its part of the training", async () => {
    const events = await collect(
      trainVae(toyCrystals(8), options({ epochs: 8, betaWarmUp: 0.5, loss: { beta: 0.4 } })),
    );
    expect(events[0]).toMatchObject({
      ...{ kind: "started", crystals: 8, validationCrystals: 0, epochs: 8, passedOver: [] },
      ...{ step: 0, stepsPerEpoch: 1, totalSteps: 8 },
    });
    const steps = events.filter((event) => event.kind === "step");
    expectClose(
      steps.map(({ beta }) => beta),
      [0.1, 0.2, 0.3, 0.4, 0.4, 0.4, 0.4, 0.4],
    );
    modelOf(events).dispose();
  });

  it("clips the gradients to the norm asked for", async () => {
    // One step of RMSProp without memory divides by the slope itself; a huge epsilon makes it linear.
    const optimizer = { kind: "rmsprop", decay: 1, epsilon: 1 } as const;
    const after = async (clipNorm: number): Promise<[norm: number, moved: number]> => {
      const changes = { optimizer, clipNorm, epochs: 1, schedule: { kind: "constant" } as const };
      const [still, moved] = await Promise.all(
        [1e-30, 1e-3].map(async (learningRate) => {
          const given = options({ ...changes, learningRate, checkpointEvery: 1 });
          const events = await collect(trainVae(toyCrystals(8), given));
          modelOf(events).dispose();
          const checkpoint = events.find((event) => event.kind === "checkpoint");
          const file = await openModelFile(
            "ftcp-vae-checkpoint",
            checkpoint?.bytes ?? new Uint8Array(),
          );
          return { events, tensors: file.tensors };
        }),
      );
      let square = 0;
      for (const [name, { data }] of moved?.tensors ?? []) {
        if (name.startsWith("rmsprop")) continue;
        const before = still?.tensors.get(name)?.data ?? new Float32Array();
        data.forEach((value, i) => (square += (value - (before[i] ?? NaN)) ** 2));
      }
      const step = moved?.events.find((event) => event.kind === "step");
      return [step?.gradientNorm ?? NaN, Math.sqrt(square) / 1e-3];
    };
    const [norm, free] = await after(1e9);
    expect(free / norm).toBeCloseTo(1, 2);
    const [same, clipped] = await after(norm / 10);
    expect(same).toBe(norm);
    expect(clipped / norm).toBeCloseTo(0.1, 3);
  });

  it("reports a crystal that does not fit and trains on the others", async () => {
    const crystals = [
      ...toyCrystals(8),
      {
        id: "disordered",
        structure: {
          ...binary("Na", "Cl", 5.6, 90),
          sites: [{ species: [{ element: "Na", occupancy: 0.5 }], fractional: [0, 0, 0] as const }],
        },
        properties: { energy: 0, gap: 0 },
      },
    ];
    const events = await collect(trainVae(crystals, options({ epochs: 1 })));
    expect(events[0]).toMatchObject({
      kind: "skipped",
      id: "disordered",
      error: { code: "FEATURIZE_DISORDERED_SITE" },
    });
    const model = modelOf(events);
    expect(model.about["crystals"]).toBe(8);
    model.dispose();
  });

  it("refuses missing labels, unknown properties, no crystals and a diverging loss", async () => {
    const [first, ...rest] = toyCrystals(8);
    if (first === undefined) throw new Error("no crystal");
    const unlabelled = { ...first, properties: { energy: 1 } };
    await expect(collect(trainVae([...rest, unlabelled], options()))).rejects.toMatchObject({
      code: "VAE_MISSING_LABEL",
      data: { id: "toy-0", property: "gap" },
    });
    const regression = supervisedRegression(["hardness"]);
    await expect(collect(trainVae(rest, options({ regression })))).rejects.toMatchObject({
      code: "VAE_UNKNOWN_PROPERTY",
    });
    await expect(collect(trainVae([], options()))).rejects.toMatchObject({
      code: "VAE_NO_CRYSTALS",
    });
    await expect(
      collect(trainVae(rest, options({ learningRate: 1e30, epochs: 5 }))),
    ).rejects.toMatchObject({ code: "VAE_DIVERGED" });
  });

  it("writes all rows with a decoder that reconstructs all", async () => {
    const network = { ...toyNetwork, reconstructs: "all" as const };
    const events = await collect(trainVae(toyCrystals(8), options({ network, epochs: 1 })));
    const model = modelOf(events);
    expect(model.network.decoder.outputs[0]?.shape).toEqual([
      null,
      toyLayout.rows,
      toyLayout.columns,
    ]);
    const metrics = await evaluateVae(model, toyCrystals(8));
    expect(metrics.elementAccuracy).toBe(1);
    model.dispose();
  });
});

describe("CrystalVae", () => {
  useFastBackend();

  const trained = async (): Promise<CrystalVae> =>
    modelOf(await collect(trainVae(toyCrystals(8), options())));

  it("comes back from its file with the same latents, crystals and predictions", async () => {
    const model = await trained();
    const structures = toyCrystals(8).map((crystal) => crystal.structure);
    const copy = await CrystalVae.fromBytes(await model.toBytes({ about: { seed: 1 } }));
    expect(copy.about).toEqual({ seed: 1 });
    const { mean } = await model.encode(structures);
    expect((await copy.encode(structures)).mean).toEqual(mean);
    expect(await copy.decode(mean)).toEqual(await model.decode(mean));
    expect(await copy.predict(mean)).toEqual(await model.predict(mean));

    const half = await CrystalVae.fromBytes(await model.toBytes({ precision: "float16" }));
    const [exact, rounded] = [await model.predict(mean), await half.predict(mean)];
    expectClose(rounded, exact, { rtol: 0.02, atol: 0.02 });
    expect((await half.toBytes({ precision: "float16" })).length).toBeLessThan(
      0.7 * (await model.toBytes()).length,
    );
    for (const each of [model, copy, half]) each.dispose();
  });

  it("encodes the tensors of its layout as it encodes their crystals", async () => {
    const model = await trained();
    const structure = binary("K", "Br", 4.1, 60);
    const fromTensor = await model.encodeTensor(featurize(structure, model.layout));
    const fromCrystal = await model.encode([structure]);
    expect(fromTensor.mean.data).toEqual(fromCrystal.mean.data);
    await expect(
      model.encodeTensor({ data: new Float32Array(6), shape: [1, 2, 3] }),
    ).rejects.toMatchObject({ code: "VAE_SHAPE" });
    model.dispose();
  });

  it("gives an error for a crystal that does not fit and loses no other", async () => {
    const model = await trained();
    const small = binary("Na", "Cl", 4, 60);
    const large = { ...small, sites: [...small.sites, ...small.sites] };
    const encoded = await model.encode([small, large, small]);
    expect(encoded.indices).toEqual([0, 2]);
    expect(encoded.failures).toMatchObject([
      { index: 1, error: { code: "FEATURIZE_TOO_MANY_SITES" } },
    ]);
    expect(encoded.mean.shape).toEqual([2, model.latentSize]);
    expect((await model.encode([])).mean.shape).toEqual([0, model.latentSize]);
    await expect(model.decode({ data: new Float32Array(3), shape: [1, 3] })).rejects.toMatchObject({
      code: "VAE_SHAPE",
    });
    model.dispose();
  });

  it("answers damaged, foreign and future files with typed errors", async () => {
    const model = await trained();
    const bytes = await model.toBytes();
    model.dispose();
    const code = async (file: Uint8Array): Promise<string> => {
      try {
        (await CrystalVae.fromBytes(file)).dispose();
        return "none";
      } catch (error) {
        return error instanceof VaeError ? error.code : String(error);
      }
    };
    expect(await code(bytes)).toBe("none");
    expect(await code(bytes.slice(0, bytes.length - 10))).toBe("VAE_MODEL_DAMAGED");
    expect(await code(new TextEncoder().encode("data_NaCl"))).toBe("VAE_MODEL_DAMAGED");
    for (const at of [20, 2000, bytes.length - 3]) {
      const altered = Uint8Array.from(bytes);
      altered[at] = (altered[at] ?? 0) ^ 4;
      expect(await code(altered)).toBe("VAE_MODEL_DAMAGED");
    }
    const { contents, tensors } = await openModelFile("ftcp-vae", bytes);
    const config = contents["config"] as Record<string, unknown>;
    for (const change of [
      { hidden: 65_536 },
      { latentSize: 65_536 },
      { regressionHidden: 65_536 },
      { channels: [4, 65_536] },
      { channels: [65_536, 4] },
      { hidden: 1e9 },
      { taps: "many" },
    ]) {
      const described = { ...contents, config: { ...config, ...change } };
      expect(await code(await sealModelFile("ftcp-vae", described, [...tensors.values()]))).toBe(
        "VAE_MODEL_DAMAGED",
      );
    }
    const text = new TextDecoder("latin1").decode(bytes.slice(0, 200));
    const future = Uint8Array.from(bytes);
    const at = text.indexOf('"version":"1"') + 11;
    future[at] = "2".charCodeAt(0);
    expect(await code(future)).toBe("VAE_MODEL_VERSION");
  });
});
