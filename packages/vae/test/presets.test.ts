/** @jest-environment ../../internal/testing/src/hostArraysEnvironment.js */
import { beforeAll, describe, expect, it } from "@jest/globals";
import { createLattice, createStructure } from "@ftcp/crystal";
import { featurize, FtcpScaler } from "@ftcp/featurize";
import { createRandom } from "@ftcp/random";
import { loadRuntime } from "@ftcp/onnx/node";
import {
  createPreset,
  CrystalVae,
  supervisedRegression,
  trainVae,
  type PresetName,
  type TrainingCrystal,
  type TrainingEngine,
} from "@ftcp/vae";
import { exportCrystalVae, onnxEngine } from "@ftcp/vae/onnx";
import * as tf from "@tensorflow/tfjs-core";
import { buildNetwork } from "../src/network/buildNetwork.ts";
import { createConvolutionConfig } from "../src/network/convolutional/createConvolutionConfig.ts";
import { createConvolutionalNetwork } from "../src/network/convolutional/createConvolutionalNetwork.ts";
import { parseConvolutionConfig } from "../src/network/convolutional/parseConvolutionConfig.ts";
import { createNetworkConfig } from "../src/network/createNetworkConfig.ts";
import { networkWeights } from "../src/network/networkWeights.ts";

const salts: readonly TrainingCrystal[] = makeSalts(24);

/** Crystals of the caesium chloride type, with an energy that follows from element and length. */
function makeSalts(count: number): TrainingCrystal[] {
  const random = createRandom(5);
  const elements = ["Li", "Na", "K", "Rb"];
  return Array.from({ length: count }, (_, i) => {
    const which = i % elements.length;
    const a = 3 + which / 2 + 0.2 * random.uniform();
    const lattice = createLattice({ a, b: a, c: a, alpha: 90, beta: 90, gamma: 90 });
    const names = [elements[which] as string, "Cl"];
    const structure = createStructure(lattice, names, [
      [0, 0, 0],
      [0.5, 0.5, 0.5],
    ]);
    return { id: `salt-${i}`, structure, properties: { energy: -a, gap: which } };
  });
}

function countWeights(variables: Iterable<tf.Variable>): number {
  return [...variables].reduce((sum, { size, trainable }) => sum + (trainable ? size : 0), 0);
}

describe("presets", () => {
  let engine: TrainingEngine;

  beforeAll(async () => {
    tf.enableProdMode();
    await import("@tensorflow/tfjs-backend-cpu");
    await tf.setBackend("cpu");
    engine = onnxEngine((await loadRuntime(["onnxruntime-node"])).runtime);
  });

  it("reference: tensors of 240 x 62, and 10.5 million weights, as the Python code's", () => {
    const { layout, options } = createPreset("reference");
    expect([layout.rows, layout.columns]).toEqual([240, 62]);
    const network = createConvolutionalNetwork({
      layout,
      config: createNetworkConfig(options.network),
      properties: 2,
    });
    // By hand, layer by layer: kernels, biases, γ and β.
    const convolutions = 5 * 62 * 32 + 32 + 3 * 32 * 64 + 64 + 3 * 64 * 128 + 128;
    const transposed = 3 * 128 * 64 + 64 + 3 * 64 * 32 + 32 + 5 * 32 * 62 + 62;
    const normalizations = 2 * (32 + 64 + 128) + 2 * (128 + 64 + 32);
    const dense = 7680 * 1024 + 1024 + 2 * (1024 * 256 + 256) + 256 * 7680 + 7680;
    const head = 256 * 128 + 128 + 128 * 32 + 32 + 32 * 2 + 2;
    const expected = convolutions + transposed + normalizations + dense + head;
    expect(expected).toBe(10_483_552);
    expect(countWeights(networkWeights(network).values())).toBe(expected);
    for (const model of [network.encoder, network.decoder, network.regressor]) model.dispose();
  });

  it("reference: per crystal, β and λ are those of the batch sums of the Python code", () => {
    const { options, error } = createPreset("reference");
    // (Σ SSE + 2 mean KL + 10 Σ SSE of labels) / 256, with the mean over 256 dimensions.
    expect(options.loss).toEqual({ beta: 2 / 65_536, lambda: 10, entries: 1, labels: "range" });
    expect(options).toMatchObject({ batchSize: 256, epochs: 200, learningRate: 5e-4 });
    expect(error).toBe("squared");
  });

  it("ftcp: 256 latents and the 3.53 million weights of the bundled model", () => {
    const { layout, options, perturbationScale } = createPreset("ftcp");
    expect([layout.name, layout.rows, layout.columns]).toEqual(["ftcp", 146, 4]);
    expect(options.network).toMatchObject({ architecture: "environment", latentSize: 256 });
    expect(options.loss).toMatchObject({ beta: 0.1, repulsion: 40 });
    expect([options.epochs, perturbationScale]).toEqual([40, 0.43]);
    const scaler = FtcpScaler.fit(
      salts.map(({ structure }) => featurize(structure, layout)),
      layout,
      { cell: "log-cosine" },
    );
    const config = createNetworkConfig(options.network);
    const network = buildNetwork({ layout, scaler, config, properties: 2 });
    expect(countWeights(networkWeights(network).values())).toBe(3_534_234);
    for (const model of [network.encoder, network.decoder, network.regressor]) model.dispose();
  });

  it("paper: Eq. 1 with real and imaginary parts, gated regression, β above 1", () => {
    const { layout, options } = createPreset("paper");
    expect(layout).toMatchObject({ name: "paper", convention: "real-imaginary", columns: 92 });
    expect(layout.rows % 4).toBe(0);
    expect(options.loss?.beta).toBeGreaterThan(1);
    expect(options.network?.convolutions).toMatchObject({ regression: "gated" });
  });

  it("encodes after three steps as it did in training, not with the statistics that it started from", async () => {
    const preset = createPreset("paper", { maxElements: 3, maxSites: 4 });
    const options = {
      ...{ ...preset.options, layout: preset.layout, seed: 1, engine },
      regression: supervisedRegression(["energy", "gap"]),
      network: { ...preset.options.network, latentSize: 16, hidden: 64 },
      // The weights hardly move, so that all batches, of all crystals each, have the same statistics.
      ...{ epochs: 3, batchSize: salts.length, learningRate: 1e-9 },
    };
    let model: CrystalVae | undefined;
    for await (const event of trainVae(salts, options)) {
      if (event.kind === "done") model = event.model;
    }
    if (model === undefined) throw new Error("no model");
    const { network, scaler, layout } = model;
    const tensors = salts.map(({ structure }) => scaler.transform(featurize(structure, layout)));
    const [inference, training] = [false, true].map((isTraining) =>
      tf.tidy(() => {
        const batch = tf.concat(
          tensors.map(({ data, shape }) => tf.tensor3d(data, [1, shape[1], shape[2]])),
        );
        return network.encode({ batch, masks: {} }, isTraining).mean.dataSync();
      }),
    ) as [Float32Array, Float32Array];
    const size = Math.max(...training.map(Math.abs));
    const apart = inference.map((value, i) => Math.abs(value - (training[i] as number)));
    expect(Math.max(...apart) / size).toBeLessThan(0.02);
    model.dispose();
  });

  it.each(["paper", "reference"] as const)(
    "%s: learns, and the saved model encodes, decodes and predicts the same",
    async (name: PresetName) => {
      const preset = createPreset(name, { maxElements: 3, maxSites: 4 });
      const regression = supervisedRegression(["energy", "gap"], { error: preset.error });
      const options = {
        ...{ ...preset.options, layout: preset.layout, regression, seed: 1, engine },
        ...{
          epochs: 60,
          batchSize: 24,
          learningRate: 2e-3,
          schedule: { kind: "constant" } as const,
        },
        network: { ...preset.options.network, latentSize: 16, hidden: 64 },
        // Little enough of the prior that 60 steps show learning.
        loss: { ...preset.options.loss, beta: 1e-3 },
      };
      const losses: number[] = [];
      let model: CrystalVae | undefined;
      for await (const event of trainVae(salts, options)) {
        if (event.kind === "epoch") losses.push(event.loss.total);
        if (event.kind === "done") model = event.model;
      }
      expect(losses.at(-1)).toBeLessThan(0.2 * (losses[0] as number));
      if (model === undefined) throw new Error("no model");
      const copy = await CrystalVae.fromBytes(await model.toBytes());
      const structures = salts.slice(0, 3).map(({ structure }) => structure);
      const { mean } = await model.encode(structures);
      const again = await copy.encode(structures);
      expect(again.mean).toEqual(mean);
      expect(await copy.predict(mean)).toEqual(await model.predict(mean));
      expect(await copy.decodeTensor(mean)).toEqual(await model.decodeTensor(mean));
      expect((await copy.decode(mean)).length).toBe(3);
      copy.dispose();

      const { encoder, decoder, regressor } = exportCrystalVae(model, { batchSize: 3 });
      const { runtime } = await loadRuntime(["onnxruntime-node"]);
      const tensor = await model.decodeTensor(mean);
      const run = async (
        bytes: Uint8Array,
        feeds: Readonly<Record<string, { data: Float32Array; shape: readonly number[] }>>,
      ): Promise<Readonly<Record<string, { readonly data: ArrayLike<number> }>>> => {
        const session = await runtime.load(bytes, {});
        const results = await session.run(feeds);
        await session.dispose();
        return results;
      };
      const decoded = await run(decoder, { latents: mean });
      expectNear(decoded["tensor"]?.data, tensor.data);
      expectNear(
        (await run(regressor, { latents: mean }))["properties"]?.data,
        await model.predict(mean),
      );
      const encoded = await run(encoder, { tensor });
      expectNear(encoded["mean"]?.data, (await model.encodeTensor(tensor)).mean.data);
      model.dispose();
    },
  );

  it("refuses descriptions that are no convolutions", () => {
    const good = createConvolutionConfig();
    expect(parseConvolutionConfig(JSON.parse(JSON.stringify(good)))).toEqual(good);
    const bad: readonly unknown[] = [
      null,
      { ...good, filters: [32] },
      { ...good, taps: [1, 3, 3] },
      { ...good, strides: [0, 2, 1] },
      { ...good, regression: "none" },
      { ...good, filters: [32, 64, 1e9] },
    ];
    for (const json of bad) {
      expect(() => parseConvolutionConfig(json)).toThrow(
        expect.objectContaining({ code: "VAE_MODEL_DAMAGED" }),
      );
    }
  });
});

function expectNear(found: ArrayLike<number> | undefined, expected: ArrayLike<number>): void {
  expect(found?.length).toBe(expected.length);
  let difference = 0;
  for (let i = 0; i < expected.length; i++) {
    const [value, other] = [expected[i] as number, found?.[i] as number];
    difference = Math.max(difference, Math.abs(value - other) / Math.max(1, Math.abs(value)));
  }
  expect(difference).toBeLessThan(1e-4);
}
