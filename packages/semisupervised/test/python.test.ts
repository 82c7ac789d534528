import { beforeAll, describe, expect, it } from "@jest/globals";
import { createLayout, featurizeInto } from "@ftcp/featurize";
import { trainSemisupervisedVae } from "@ftcp/semisupervised";
import { expectClose, runOnnxInPython } from "@ftcp/testing";
import type { CrystalVae } from "@ftcp/vae";
import { exportCrystalVae } from "@ftcp/vae/onnx";
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { oneLabelled } from "./textbookCrystals.ts";

// FTCP_PYTHON names a Python with onnx and onnxruntime.
const python = process.env["FTCP_PYTHON"];
const describePython = python === undefined ? describe.skip : describe;

describePython("Python's onnxruntime (needs FTCP_PYTHON)", () => {
  beforeAll(async () => {
    tf.enableProdMode();
    await tf.setBackend("cpu");
  });

  it("encodes and predicts what the network with a sparse property does", async () => {
    const model = await train();
    const count = oneLabelled.length;
    const { encoder, regressor } = exportCrystalVae(model, { batchSize: count });
    const { rows, columns } = model.layout;
    const data = new Float32Array(count * rows * columns);
    oneLabelled.forEach(({ structure }, i) => {
      featurizeInto(structure, model.layout, data, i * rows * columns);
    });
    const { mean } = await model.encode(oneLabelled.map(({ structure }) => structure));
    const encoded = await runOnnxInPython(python as string, encoder, {
      tensor: { data, shape: [count, rows, columns] },
    });
    const close = { rtol: 1e-4, atol: 1e-4 };
    expectClose(encoded["mean"]?.data ?? [], mean.data, close);
    const { properties } = await runOnnxInPython(python as string, regressor, { latents: mean });
    expect(properties?.shape).toEqual([count, 2]);
    expectClose(properties?.data ?? [], await model.predict(mean), close);
    model.dispose();
  });
});

async function train(): Promise<CrystalVae> {
  const planes = [[1, 0, 0]] as const;
  for await (const event of trainSemisupervisedVae(oneLabelled, {
    layout: createLayout({ maxElements: 2, maxSites: 2, planes }),
    ...{ groundState: ["band_gap"], sparse: ["power_factor"], seed: 3, epochs: 1, batchSize: 4 },
    network: {
      ...{ latentSize: 48, channels: [4, 4], taps: 4, hidden: 8, regressionHidden: 8 },
      elementCodeSize: 12,
    },
  })) {
    if (event.kind === "done") return event.model;
  }
  throw new Error("the training has no end");
}
