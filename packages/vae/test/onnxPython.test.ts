/** @jest-environment ../../internal/testing/src/hostArraysEnvironment.js */
import { beforeAll, describe, expect, it } from "@jest/globals";
import { featurizeInto, type FtcpTensor } from "@ftcp/featurize";
import { runOnnxInPython, type PythonTensor } from "@ftcp/testing";
import {
  createPreset,
  supervisedRegression,
  trainVae,
  type CrystalVae,
  type PresetName,
  type TrainingOptions,
} from "@ftcp/vae";
import { exportCrystalVae } from "@ftcp/vae/onnx";
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { toyCrystals, toyLayout, toyNetwork } from "./toyCrystals.ts";

// FTCP_PYTHON names a Python with onnx and onnxruntime.
const python = process.env["FTCP_PYTHON"];
const describePython = python === undefined ? describe.skip : describe;

/** Networks of every architecture, small. */
const cases: Readonly<Record<string, Pick<TrainingOptions, "layout" | "network" | "scaling">>> = {
  "architecture rows": { layout: toyLayout, network: toyNetwork },
  ...Object.fromEntries((["ftcp", "paper", "reference"] as const).map(smallPreset)),
};

function smallPreset(name: PresetName): [string, (typeof cases)[string]] {
  const { layout, options } = createPreset(name, { maxElements: 2, maxSites: 3 });
  const { network = {}, scaling } = options;
  const small =
    name === "ftcp"
      ? { ...network, latentSize: 96, hidden: 16, regressionHidden: 16 }
      : { ...network, latentSize: 16, hidden: 16 };
  return [
    `preset ${name}, architecture ${network.architecture ?? "rows"}`,
    { layout, network: small, ...(scaling === undefined ? {} : { scaling }) },
  ];
}

describePython("Python's onnxruntime (needs FTCP_PYTHON)", () => {
  beforeAll(async () => {
    tf.enableProdMode();
    await tf.setBackend("cpu");
  });

  it.each(Object.entries(cases))("runs encoder, decoder and regressor: %s", async (_, options) => {
    const model = await train(options);
    const { encoder, decoder, regressor } = exportCrystalVae(model, { batchSize: 4 });
    const tensor = featurizeToys(model);
    const { environmentShape } = model.network;
    const environment = model.network.describeEnvironments?.(tensor);
    const encoded = await model.encodeTensor(tensor);
    const found = await run(encoder, {
      tensor,
      ...(environment === undefined || environmentShape === undefined
        ? {}
        : { environment: { data: environment, shape: [4, ...environmentShape] } }),
    });
    expectSame(found["mean"], encoded.mean.data);
    expectSame(found["log_variance"], encoded.logVariance.data);

    const latents = { latents: encoded.mean };
    const { properties } = await run(regressor, latents);
    expectSame(properties, await model.predict(encoded.mean));

    const parts = await run(decoder, latents);
    const decoded = await model.decodeTensor(encoded.mean);
    if (parts["tensor"] !== undefined) {
      expectSame(parts["tensor"], decoded.data);
      return;
    }
    const { columns, blocks, maxElements, maxSites } = model.layout;
    const entries = (name: string, width: number, isTransposed = false): number[] => {
      const block = blocks.find((one) => one.name === name);
      if (block === undefined) throw new Error(`no block ${name}`);
      const rows = Array.from({ length: block.end - block.start }, (_row, i) => block.start + i);
      const across = Array.from({ length: width }, (_column, i) => i);
      return [0, 1, 2, 3].flatMap((crystal) => {
        const at = (row: number, column: number): number =>
          decoded.data[(crystal * model.layout.rows + row) * columns + column] as number;
        return isTransposed
          ? across.flatMap((column) => rows.map((row) => at(row, column)))
          : rows.flatMap((row) => across.map((column) => at(row, column)));
      });
    };
    expectSame(parts["cell"], entries("cell", 3));
    expectSame(parts["coordinates"], entries("coordinates", 3));
    if (model.config.architecture === "environment") {
      // The file has probabilities; `decodeTensor` settles what the crystal is made of.
      const probabilities = tf.tidy(() => {
        const { slots, occupancy } = model.network.decode(
          tf.tensor2d(encoded.mean.data, [...encoded.mean.shape]),
        );
        return [slots, occupancy].map((logits) =>
          tf.softmax(logits as tf.Tensor).dataSync<"float32">(),
        );
      });
      expectSame(parts["elements"], probabilities[0] as Float32Array);
      expectSame(parts["occupancy"], probabilities[1] as Float32Array);
    } else {
      expectSame(parts["elements"], entries("elements", maxElements, true));
      expectSame(parts["occupancy"], entries("occupancy", maxElements + 1));
    }
    expect(parts["coordinates"]?.shape).toEqual([4, maxSites, 3]);
    model.dispose();
  });
});

async function train(
  options: Pick<TrainingOptions, "layout" | "network" | "scaling">,
): Promise<CrystalVae> {
  const regression = supervisedRegression(["energy", "gap"]);
  const usual = { regression, seed: 1, epochs: 1, batchSize: 4 };
  for await (const event of trainVae(toyCrystals(8), { ...usual, ...options })) {
    if (event.kind === "done") return event.model;
  }
  throw new Error("the training did not end");
}

function featurizeToys({ layout }: CrystalVae): FtcpTensor {
  const size = layout.rows * layout.columns;
  const data = new Float32Array(4 * size);
  toyCrystals(4).forEach(({ structure }, i) => {
    featurizeInto(structure, layout, data, i * size);
  });
  return { data, shape: [4, layout.rows, layout.columns] };
}

function run(
  bytes: Uint8Array,
  inputs: Readonly<Record<string, PythonTensor>>,
): ReturnType<typeof runOnnxInPython> {
  return runOnnxInPython(python as string, bytes, inputs);
}

function expectSame(found: PythonTensor | undefined, wanted: ArrayLike<number>): void {
  expect(found?.data).toHaveLength(wanted.length);
  let worst = 0;
  for (let i = 0; i < wanted.length; i++) {
    const value = wanted[i] as number;
    const difference = Math.abs((found?.data[i] as number) - value);
    worst = Math.max(worst, difference / Math.max(1, Math.abs(value)));
  }
  expect(worst).toBeLessThan(5e-5);
}
