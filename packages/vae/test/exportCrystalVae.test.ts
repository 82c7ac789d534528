/** @jest-environment ../../internal/testing/src/hostArraysEnvironment.js */
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { featurizeInto } from "@ftcp/featurize";
import type { OnnxRuntime, PlainTensor } from "@ftcp/onnx";
import { loadRuntime } from "@ftcp/onnx/node";
import { trainVae, type CrystalVae } from "@ftcp/vae";
import { exportCrystalVae, type ExportedCrystalVae } from "@ftcp/vae/onnx";
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { findInvertibleRows } from "../src/network/findInvertibleRows.ts";
import { toyCrystals, toyLayout, toyNetwork } from "./toyCrystals.ts";
import { toyTraining, trainingSet } from "./toyTraining.ts";

describe("exportCrystalVae", () => {
  let model: CrystalVae;
  let files: ExportedCrystalVae;
  let runtime: OnnxRuntime;
  beforeAll(async () => {
    await tf.setBackend("cpu");
    ({ runtime } = await loadRuntime(["onnxruntime-node"]));
    const options = {
      ...{ layout: toyLayout, network: toyNetwork, regression: toyTraining.regression },
      ...{ seed: 1, epochs: 2, batchSize: 4 },
    };
    for await (const event of trainVae(trainingSet, options)) {
      if (event.kind === "done") ({ model } = event);
    }
    files = exportCrystalVae(model, { batchSize: 4 });
  });
  afterAll(() => {
    model.dispose();
  });

  async function run(bytes: Uint8Array, inputs: Record<string, PlainTensor>) {
    const session = await runtime.load(bytes, { threads: 1 });
    const results = await session.run(inputs);
    await session.dispose();
    return results;
  }
  function expectClose(found: PlainTensor | undefined, wanted: ArrayLike<number>): void {
    expect(found?.data).toHaveLength(wanted.length);
    for (let i = 0; i < wanted.length; i++) {
      const [a, b] = [found?.data[i] as number, wanted[i] as number];
      expect(Math.abs(a - b)).toBeLessThan(2e-5 * Math.max(1, Math.abs(b)));
    }
  }

  it("encodes, decodes and predicts what the model does, in physical units", async () => {
    const structures = toyCrystals(4).map(({ structure }) => structure);
    const size = toyLayout.rows * toyLayout.columns;
    const data = new Float32Array(4 * size);
    structures.forEach((structure, at) => {
      featurizeInto(structure, toyLayout, data, at * size);
    });
    const tensor = { data, shape: [4, toyLayout.rows, toyLayout.columns] as const };
    const encoded = await model.encodeTensor(tensor);
    const { mean, log_variance: logVariance } = await run(files.encoder, {
      tensor: { data: Float32Array.from(tensor.data), shape: tensor.shape },
    });
    expectClose(mean, encoded.mean.data);
    expectClose(logVariance, encoded.logVariance.data);

    const latents = { latents: mean as PlainTensor };
    const decoded = await model.decodeTensor(encoded.mean);
    const rows = findInvertibleRows(toyLayout);
    const { cell, coordinates, elements, occupancy } = await run(files.decoder, latents);
    const [, height, width] = decoded.shape;
    const at = (crystal: number, row: number, column: number): number =>
      decoded.data[(crystal * height + row) * width + column] as number;
    const numbers = (
      lines: number,
      columns: number,
      read: (c: number, i: number, j: number) => number,
    ) =>
      Array.from({ length: 4 * lines * columns }, (_, n) =>
        read(Math.floor(n / (lines * columns)), Math.floor(n / columns) % lines, n % columns),
      );
    expectClose(
      cell,
      numbers(2, 3, (c, i, j) => at(c, rows.cellStart + i, j)),
    );
    expectClose(
      elements,
      numbers(rows.slots, rows.classes, (c, slot, element) =>
        at(c, rows.elementStart + element, slot),
      ),
    );
    expectClose(
      coordinates,
      numbers(rows.sites, 3, (c, i, j) => at(c, rows.coordinateStart + i, j)),
    );
    expectClose(
      occupancy,
      numbers(rows.sites, rows.slots + 1, (c, i, j) => at(c, rows.occupancyStart + i, j)),
    );

    const { properties } = await run(files.regressor, latents);
    expectClose(properties, await model.predict(encoded.mean));
  });
});
