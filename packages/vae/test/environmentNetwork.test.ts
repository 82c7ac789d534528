/** @jest-environment ../../internal/testing/src/hostArraysEnvironment.js */
import { beforeAll, describe, expect, it } from "@jest/globals";
import {
  compositionOf,
  createLattice,
  createStructure,
  latticeFromMatrix,
  reducedFormula,
  type Structure,
} from "@ftcp/crystal";
import {
  createLayout,
  featurize,
  FtcpScaler,
  type FtcpLayout,
  type FtcpTensor,
} from "@ftcp/featurize";
import { loadRuntime } from "@ftcp/onnx/node";
import { nativeBackend } from "@ftcp/testing";
import {
  createLossWeights,
  createNetworkConfig,
  CrystalVae,
  evaluateGeneration,
  evaluateVae,
  supervisedRegression,
  tfjsEngine,
  trainVae,
  type LossWeights,
  type NetworkOptions,
  type TrainingOptions,
} from "@ftcp/vae";
import { createRandom } from "@ftcp/random";
import { startEngine } from "@ftcp/vae/node";
import { exportCrystalVae } from "@ftcp/vae/onnx";
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { randomNormals } from "../src/training/randomNormals.ts";
import { SiteEnvironments } from "../src/network/environment/siteEnvironments.ts";
import { describeEnvironments } from "../src/network/environment/describeEnvironments.ts";
import { buildNetwork } from "../src/network/buildNetwork.ts";
import { compareEngines, runOnCpu } from "./compareEngines.ts";
import { binary, toyCrystals, toyNetwork } from "./toyCrystals.ts";
import { createToyLoss } from "./toyLoss.ts";

const layout: FtcpLayout = createLayout({
  ...{ maxElements: 2, maxSites: 3, rowMultiple: 1 },
  blocks: ["elements", "cell", "coordinates", "occupancy"],
});
const network: NetworkOptions = {
  ...toyNetwork,
  architecture: "environment",
  environment: {
    ...{ radii: [2, 3, 4.5], directionRadii: [2, 3.5], cutoff: 5, width: 6, directionWidth: 4 },
    ...{ dropout: 0.2, regressionDropout: 0.2 },
  },
};
const loss: Partial<LossWeights> = { repulsion: 12, cellShape: 120, regressionNoise: 1 };
const labels = supervisedRegression(["energy", "gap"]);

beforeAll(async () => {
  tf.enableProdMode(); // no banner
  await tf.setBackend("cpu");
});

async function train(options: Partial<TrainingOptions> = {}): Promise<CrystalVae> {
  const usual = { layout, network, loss, regression: labels, seed: 1, epochs: 2, batchSize: 4 };
  for await (const event of trainVae(toyCrystals(8), { ...usual, ...options })) {
    if (event.kind === "done") return event.model;
  }
  throw new Error("the training did not end");
}

/** Crystals without symmetry, in which no direction cancels another. */
function oblique(i: number): Structure {
  return createStructure(
    createLattice({ a: 3.9 + 0.2 * i, b: 4.4, c: 5.1, alpha: 84, beta: 98, gamma: 91 - i }),
    ["Na", "Cl"],
    [
      [0, 0, 0],
      [0.45, 0.51 - 0.05 * i, 0.63],
    ],
  );
}

/** Tensors of crystals, one after another. */
function featurizeAll(structures: readonly Structure[]): FtcpTensor {
  const data = structures.flatMap((structure) => [...featurize(structure, layout).data]);
  return {
    data: Float32Array.from(data),
    shape: [structures.length, layout.rows, layout.columns],
  };
}

describe("the network of environments", () => {
  it("has gradients that agree with finite differences in every weight tensor", async () => {
    // Without the crystals drawn, whose centres have no gradient on purpose.
    const crystals = toyCrystals(3).map((crystal, i) => ({ ...crystal, structure: oblique(i) }));
    const toy = await createToyLoss(4, { layout, network, crystals, loss: { regressionNoise: 1 } });
    const prepared = await tfjsEngine().prepare(toy.graph);
    // The start is small on purpose; some slopes would be below what float32 shows.
    const start = new Map(
      [...toy.weights].map(([name, values]) => {
        const isFaint = /^encoder.environment.*kernel$/u.test(name);
        return [name, isFaint ? values.map((x) => 2 * x) : values];
      }),
    );
    const gradients = toy.createGradients();
    await prepared.differentiate(toy.inputs, start, gradients);
    for (const [name, values] of start) {
      const gradient = gradients.get(name) ?? new Float32Array();
      const norm = Math.hypot(...gradient);
      const along = async (by: number): Promise<number> => {
        const moved = values.map((x, i) => x + (by * (gradient[i] ?? 0)) / norm);
        const weights = new Map([...start, [name, moved]]);
        const scratch = toy.createGradients();
        const terms = await prepared.differentiate(toy.inputs, weights, scratch);
        return terms["total"] ?? NaN;
      };
      const step = 2e-3;
      const estimate = ((await along(step)) - (await along(-step))) / (2 * step);
      expect({ name, agrees: norm > 0 && Math.abs(estimate - norm) < 0.05 * norm }).toEqual({
        name,
        agrees: true,
      });
    }
    await prepared.dispose();
    toy.dispose();
  });

  const engines = ["wasm", "onnxruntime-node", "onnxruntime-web"] as const;
  it.each(nativeBackend.installed ? [...engines, "node" as const] : engines)(
    "gives on %s the loss and the gradients of tfjs cpu to 1e-5",
    async (name) => {
      const crystals = toyCrystals(3).map((crystal, i) => ({ ...crystal, structure: oblique(i) }));
      const toy = await createToyLoss(12, { layout, network, crystals, loss }); // 6 latents are drawn
      const expected = await runOnCpu(toy);
      const engine = await startEngine(name, { threads: 1 });
      const { terms, gradients } = await compareEngines(engine, toy, expected);
      await tf.setBackend("cpu");
      expect(terms).toBeLessThan(1e-5);
      expect(gradients).toEqual([]);
      toy.dispose();
    },
  );

  it("copies elements, and cell and coordinates roughly, before it has learned anything", async () => {
    const crystals = toyCrystals(8);
    const scaler = FtcpScaler.fit(
      crystals.map(({ structure }) => featurize(structure, layout)),
      layout,
      { cell: "log-cosine" },
    );
    const roomy = { ...network, latentSize: 128, elementCodeSize: 40 };
    const model = await train({ epochs: 1, learningRate: 1e-9, network: roomy });
    expect(model.scaler.toJSON()).toEqual(scaler.toJSON());
    const metrics = await evaluateVae(model, crystals, { matches: true });
    expect(metrics.elementAccuracy).toBe(1);
    expect(metrics.matchRate).toBeGreaterThanOrEqual(0);
    expect(metrics.lengthMape).toBeLessThan(0.15);
    expect(metrics.coordinateMae).toBeLessThan(0.15); // 0.25 by chance
    model.dispose();
  });

  it("encodes structures and their tensors alike, and is the same after a file", async () => {
    const model = await train();
    const structures = toyCrystals(5).map(({ structure }) => structure);
    const { mean } = await model.encode(structures);
    const first = featurize(structures[0] as (typeof structures)[0], layout);
    const alone = await model.encodeTensor(first);
    expect([...alone.mean.data]).toEqual(
      [...mean.data.subarray(0, model.latentSize)].map((x) => expect.closeTo(x, 4) as unknown),
    );
    const copy = await CrystalVae.fromBytes(await model.toBytes());
    expect(copy.config).toEqual(model.config);
    expect([...(await copy.encode(structures)).mean.data]).toEqual([...mean.data]);
    model.dispose();
    copy.dispose();
  });

  it("is exported to ONNX with the environments as a second input", async () => {
    const model = await train();
    const structures = toyCrystals(3).map(({ structure }) => structure);
    const tensor = featurizeAll(structures);
    const expected = await model.encodeTensor(tensor);
    const { encoder, decoder } = exportCrystalVae(model, { batchSize: 3 });
    const { runtime } = await loadRuntime(["onnxruntime-node"]);
    const session = await runtime.load(encoder, { threads: 1 });
    const data = model.network.describeEnvironments?.(tensor) ?? new Float32Array();
    const shape = [3, ...(model.network.environmentShape ?? [])];
    const found = await session.run({ tensor, environment: { data, shape } });
    expected.mean.data.forEach((value, i) => {
      expect(found["mean"]?.data[i]).toBeCloseTo(value, 3);
    });
    await session.dispose();
    const opposite = await runtime.load(decoder, { threads: 1 });
    const decoded = await opposite.run({ latents: expected.mean });
    const cells = (await model.decodeTensor(expected.mean)).data;
    const cellStart = 104 * layout.columns; // below the elements and the empty class
    expect(decoded["cell"]?.data[0]).toBeCloseTo(cells[cellStart] ?? NaN, 3);
    await opposite.dispose();
    model.dispose();
  });

  it("trains on the same bytes with one seed, on others with another", async () => {
    const digest = async (seed: number): Promise<string> => {
      const model = await train({ seed });
      const bytes = await model.toBytes({ about: {} });
      model.dispose();
      return Buffer.from(bytes).toString("base64");
    };
    const first = await digest(3);
    expect(await digest(3)).toBe(first);
    expect(await digest(4)).not.toBe(first);
  });

  it("measures overlaps and flat cells by hand calculation", () => {
    const scaler = FtcpScaler.fit(featurize(binary("Na", "Cl", 5, 90), layout), layout, {
      cell: "log-cosine",
    });
    const built = buildNetwork({
      ...{ layout, scaler, config: createNetworkConfig(network), properties: 1 },
    });
    const decoded = (distance: number): Record<string, tf.Tensor> => {
      const angle = (2 * Math.PI * distance) / 5;
      return {
        slots: tf.zeros([1, 2, 104]),
        // The first two sites are filled, the third is empty, though it lies on the first.
        occupancy: tf.tensor3d([
          [
            [9, 0, 0],
            [0, 9, 0],
            [0, 0, 9],
          ],
        ]),
        turns: tf.tensor3d([
          [
            [1, 1, 1, 0, 0, 0],
            [Math.cos(angle), 1, 1, Math.sin(angle), 0, 0],
            [1, 1, 1, 0, 0, 0],
          ],
        ]),
        cell: tf.zeros([1, 6]), // the cell that the scaler was fitted on
      };
    };
    const measure = (distance: number): number => {
      const weights = createLossWeights({ repulsion: 2, cellShape: 100 });
      return tf.tidy(() => built.implausibility?.(decoded(distance), weights).dataSync()[0] ?? NaN);
    };
    expect(measure(1)).toBeCloseTo(2 * (1.5 - Math.sqrt(1.0001)) ** 2, 3);
    expect(measure(4.5)).toBeCloseTo(2 * (1.5 - Math.sqrt(0.2501)) ** 2, 3); // through the boundary
    expect(measure(2)).toBeCloseTo(0, 5);
    for (const model of [built.encoder, built.decoder, built.regressor]) model.dispose();
  });

  it("designs crystals that are counted honestly", async () => {
    const model = await train();
    const structures = toyCrystals(6).map(({ structure }) => structure);
    const knownFormulas = new Set(structures.map((one) => reducedFormula(compositionOf(one))));
    const options = { samples: 20, scales: [0, 0.5], seed: 2, knownFormulas };
    const metrics = await evaluateGeneration(model, structures, options);
    expect(metrics.prior.samples).toBe(20);
    expect(metrics.prior.validAndNeutral).toBeLessThanOrEqual(metrics.prior.valid);
    expect(metrics.perturbed.map(({ scale }) => scale)).toEqual([0, 0.5]);
    for (const { formulaChanged, elementsChanged, ratiosChanged } of metrics.perturbed) {
      expect(elementsChanged + ratiosChanged).toBeCloseTo(formulaChanged, 9);
    }
    expect(await evaluateGeneration(model, structures, options)).toEqual(metrics);
    const twice = await evaluateGeneration(model, structures, { ...options, rounds: 2 });
    const counted = { samples: 12, scale: 0, formulaChanged: metrics.perturbed[0]?.formulaChanged };
    expect(twice.perturbed[0]).toMatchObject(counted);
    model.dispose();
  });
});

describe("environments of sites", () => {
  const asGiven: FtcpLayout = { ...layout, cell: "given", siteOrder: "given" };
  const describeOf = (structure: Structure): Float32Array =>
    describeEnvironments(featurize(structure, asGiven), asGiven, {
      ...{ radii: [2, 3, 4.5], directionRadii: [], cutoff: 5 },
    });

  it("count neighbours by slot and distance, as shells of CsCl give by hand", () => {
    const a = 4.12;
    const environment = describeOf(binary("Cs", "Cl", a, 90));
    // Shells within 5 Å: 8 of the other kind at a √3 / 2, 6 of the own kind at a.
    const [radii, widths] = [
      [2, 3, 4.5],
      [0.8 * 1, 0.8 * 1.25, 0.8 * 1.5],
    ];
    const shell = (count: number, d: number): number[] =>
      radii.map(
        (r, k) => count * (2.5 / d) ** 2 * Math.exp(-((d - r) ** 2) / (2 * (widths[k] ?? 1) ** 2)),
      );
    const [own, other] = [shell(6, a), shell(8, (a * Math.sqrt(3)) / 2)];
    const close = (numbers: number[]): unknown[] =>
      numbers.map((x) => expect.closeTo(x, 4) as unknown);
    expect([...environment.subarray(0, 6)]).toEqual(close([...own, ...other]));
    expect([...environment.subarray(6, 12)]).toEqual(close([...other, ...own]));
    expect([...environment.subarray(12)]).toEqual([0, 0, 0, 0, 0, 0]); // an empty site
  });

  /** The same crystal in the cells a, b, c and a, a + b, c, whose frames differ. */
  const inTwoCells = (): readonly [Structure, Structure] => {
    const structure = oblique(1);
    const [a, b, c] = structure.lattice.matrix;
    const sheared = createStructure(
      latticeFromMatrix([[a[0] + b[0], a[1] + b[1], a[2] + b[2]], b, c]),
      ["Na", "Cl"],
      structure.sites.map(({ fractional: [x, y, z] }) => [x, y - x, z] as const),
    );
    return [structure, sheared];
  };

  it("count the same neighbours whatever the choice of the cell", () => {
    const [usual, other] = inTwoCells().map(describeOf) as [Float32Array, Float32Array];
    usual.forEach((value, i) => {
      expect(other[i]).toBeCloseTo(value, 3);
    });
  });

  it("are read without regard to the frame, though they know directions", () => {
    const config = { radii: [2, 3, 4.5], directionRadii: [2, 3.5], cutoff: 5 };
    const reader = new SiteEnvironments({
      ...{ name: "reader", width: 5, rounds: 2, radii: 3, directionRadii: 2, directionWidth: 4 },
    });
    const random = createRandom(1);
    const [first, second] = inTwoCells().map((structure) => {
      const described = describeEnvironments(featurize(structure, asGiven), asGiven, config);
      return { described, read: read(described) };
    });
    function read(described: Float32Array): Float32Array {
      const elements = tf.tensor3d([
        [
          [1, 0, 0.3],
          [0, 1, -0.7],
        ],
      ]);
      const occupancy = tf.tensor3d([
        [
          [1, 0, 0],
          [0, 1, 0],
          [0, 0, 1],
        ],
      ]);
      const environment = tf.tensor4d(described, [1, 3, 2, described.length / 6]);
      const apply = (): tf.Tensor => reader.apply([elements, occupancy, environment]) as tf.Tensor;
      apply();
      const numbers = (shape: number[]): tf.Tensor =>
        tf.tensor(randomNormals(random.fork(shape.join()), tf.util.sizeFromShape(shape)), shape);
      reader.setWeights(reader.getWeights().map(({ shape }) => numbers(shape)));
      return apply().dataSync<"float32">();
    }
    const turned = first?.described.some((x, i) => Math.abs(x - (second?.described[i] ?? 0)) > 0.1);
    expect(turned).toBe(true);
    first?.read.forEach((value, i) => {
      expect(Math.abs((second?.read[i] ?? NaN) - value)).toBeLessThan(1e-3 * (1 + Math.abs(value)));
    });
  });
});
