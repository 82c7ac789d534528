import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createStructure, latticeFromMatrix, type Vector3 } from "@ftcp/crystal";
import { loadRuntime } from "@ftcp/onnx/node";
import { tfjsEngine, type TrainingCrystal, type TrainingEngine } from "@ftcp/vae";
import { onnxEngine } from "@ftcp/vae/onnx";
import * as tf from "@tensorflow/tfjs-core";
import { readFileSync } from "node:fs";
import { Cgcnn, createCgcnnConfig, createCrystalGraph, evaluateCgcnn } from "../src/index.ts";
import { createCgcnnLoss } from "../src/createCgcnnLoss.ts";
import { createGraphSet, makeInputs } from "../src/graphSet.ts";

/** What tools/reference/cgcnn/make_torch_fixture.py writes. */
interface Fixture {
  readonly sizes: Readonly<Record<"atomSize" | "convolutions" | "hidden" | "hiddenLayers", number>>;
  readonly crystals: readonly {
    readonly name: string;
    readonly lattice: readonly [Vector3, Vector3, Vector3];
    readonly sites: readonly (readonly [string, Vector3])[];
  }[];
  readonly graphs: readonly {
    readonly neighbors: readonly (readonly number[])[];
    readonly distances: readonly (readonly number[])[];
  }[];
  readonly target: readonly (readonly (number | null)[])[];
  readonly loss: number;
  readonly evaluation: readonly (readonly number[])[];
  readonly averages: Readonly<Record<string, readonly number[]>>;
  readonly gradients: Readonly<
    Record<string, { readonly norm: number; readonly first: readonly number[] }>
  >;
}

const fixture = JSON.parse(
  readFileSync(new URL("fixtures/torch.json", import.meta.url), "utf8"),
) as Fixture;
const properties = ["energy", "gap"];
const crystals = fixture.crystals.map(({ name, lattice, sites }, i): TrainingCrystal => {
  const labels = fixture.target[i]?.map((label, k) => [properties[k], label]) ?? [];
  return {
    id: name,
    structure: createStructure(
      latticeFromMatrix(lattice),
      sites.map(([element]) => element),
      sites.map(([, fractional]) => fractional),
    ),
    properties: Object.fromEntries(labels.filter(([, label]) => label !== null)) as Record<
      string,
      number
    >,
  };
});
const config = createCgcnnConfig(fixture.sizes);
const scales = properties.map((property) => ({ property, mean: 0, deviation: 1 }));

const copy = ([name, values]: [string, Float32Array]): [string, Float32Array] => [
  name,
  values.slice(),
];

describe("CGCNN, against PyTorch with the same weights", () => {
  let model: Cgcnn;

  beforeAll(async () => {
    tf.enableProdMode();
    await import("@tensorflow/tfjs-backend-cpu");
    await tf.setBackend("cpu");
    model = new Cgcnn(config, scales, 1);
    [...model.variables.weights.values()].forEach((variable, k) => {
      const numbers = Float32Array.from(
        { length: variable.size },
        (_, i) => 0.35 * Math.sin(1.7 * i + k),
      );
      tf.tidy(() => {
        variable.assign(tf.tensor(numbers, variable.shape));
      });
    });
  });
  afterAll(() => {
    model.dispose();
  });

  it("finds the same neighbours at the same distances", () => {
    crystals.forEach(({ structure }, i) => {
      const { neighbors, distances } = createCrystalGraph(structure, config);
      const expected = fixture.graphs[i];
      expect([...neighbors]).toEqual(expected?.neighbors.flat());
      expected?.distances.flat().forEach((distance, k) => {
        expect(distances[k]).toBeCloseTo(distance, 5);
      });
    });
  });

  const engines: readonly [string, () => Promise<TrainingEngine>][] = [
    ["tfjs-cpu", () => Promise.resolve(tfjsEngine())],
    ["onnxruntime-node", async () => onnxEngine((await loadRuntime(["onnxruntime-node"])).runtime)],
    ["onnxruntime-web", async () => onnxEngine((await loadRuntime(["onnxruntime-web"])).runtime)],
  ];
  it.each(engines)("gives loss, gradients and moving averages on %s", async (_, start) => {
    // More places than the crystals fill: what is empty must count for nothing.
    const size = { atoms: 14, crystals: 5 };
    const { weights, states } = model.variables;
    const read = (variables: ReadonlyMap<string, tf.Variable>): Map<string, Float32Array> =>
      new Map([...variables].map(([name, value]) => [name, Float32Array.from(value.dataSync())]));
    const gradients = read(weights);
    const updates = read(states);
    for (const [name, values] of updates) values.fill(name.endsWith("Variance") ? 1 : 0);
    const numbers = new Map([...read(weights), ...[...updates].map(copy)]);
    const set = createGraphSet(crystals, properties, config, size.atoms);
    const inputs = makeInputs(set, [0, 1, 2], scales, config, size);
    const loss = await (await start()).prepare(createCgcnnLoss(model.variables, config, size, 2));
    const { total } = await loss.differentiate(inputs, numbers, gradients, updates);
    await loss.dispose();
    expect(total).toBeCloseTo(fixture.loss, 5);
    const whole = Math.hypot(...Object.values(fixture.gradients).map(({ norm }) => norm));
    for (const [name, expected] of Object.entries(fixture.gradients)) {
      const found = gradients.get(name) as Float32Array;
      // A bias before a normalisation has no gradient but rounding; it is measured by the whole.
      const unit = Math.max(expected.norm, 1e-3 * whole);
      expect(Math.abs(Math.hypot(...found) - expected.norm) / unit).toBeLessThan(1e-4);
      expected.first.forEach((value, i) => {
        expect(Math.abs((found[i] ?? NaN) - value) / unit).toBeLessThan(1e-4);
      });
    }
    for (const [name, expected] of Object.entries(fixture.averages)) {
      expected.forEach((value, i) => {
        expect(updates.get(name)?.[i]).toBeCloseTo(value, 5);
      });
    }
  });

  it("predicts the same with moving averages, and evaluates what it predicts", async () => {
    for (const [name, values] of Object.entries(fixture.averages)) {
      const variable = model.variables.states.get(name) as tf.Variable;
      tf.tidy(() => {
        variable.assign(tf.tensor(Float32Array.from(values), variable.shape));
      });
    }
    const predicted = await model.predict(crystals.map(({ structure }) => structure));
    fixture.evaluation.flat().forEach((value, i) => {
      expect(predicted[i]).toBeCloseTo(value, 4);
    });
    const errors = await evaluateCgcnn(model, crystals);
    properties.forEach((property, k) => {
      const known = crystals.flatMap(({ properties: labels }, i) => {
        const label = labels[property];
        return label === undefined ? [] : [Math.abs((predicted[2 * i + k] as number) - label)];
      });
      const mean = known.reduce((sum, error) => sum + error, 0) / known.length;
      expect(errors[property]).toBeCloseTo(mean, 4);
    });
  });
});
