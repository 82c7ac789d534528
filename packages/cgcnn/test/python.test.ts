import { beforeAll, describe, expect, it } from "@jest/globals";
import { exportCgcnn } from "@ftcp/cgcnn/onnx";
import { createLattice, createStructure } from "@ftcp/crystal";
import { runOnnxInPython } from "@ftcp/testing";
import * as tf from "@tensorflow/tfjs-core";
import { fillGraphBatch } from "../src/graphBatch.ts";
import { Cgcnn, createCgcnnConfig, createCrystalGraph } from "../src/index.ts";

// FTCP_PYTHON names a Python with onnx and onnxruntime.
const python = process.env["FTCP_PYTHON"];
const describePython = python === undefined ? describe.skip : describe;

describePython("Python's onnxruntime (needs FTCP_PYTHON)", () => {
  beforeAll(async () => {
    tf.enableProdMode();
    await import("@tensorflow/tfjs-backend-cpu");
    await tf.setBackend("cpu");
  });

  it("predicts what the network predicts, from a batch that is not full", async () => {
    const scales = [
      { property: "energy", mean: -1.5, deviation: 0.9 },
      { property: "gap", mean: 1, deviation: 1.6 },
    ];
    const model = new Cgcnn(createCgcnnConfig(), scales, 5);
    const structures = [4.1, 5.6].map((a) =>
      createStructure(
        createLattice({ a, b: a, c: a + 0.3, alpha: 90, beta: 90, gamma: 100 }),
        ["Na", "Cl", "O"],
        [
          [0, 0, 0],
          [0.5, 0.5, 0.5],
          [0.5, 0.1, 0],
        ],
      ),
    );
    const { neighbors, radius } = model.config;
    const size = { atoms: 10, crystals: 3 };
    const graphs = structures.map((structure) => createCrystalGraph(structure, model.config));
    const batch = fillGraphBatch(graphs, size, neighbors, radius);
    const pairs = [size.atoms * neighbors];
    const { properties } = await runOnnxInPython(python as string, exportCgcnn(model, size), {
      numbers: { data: batch.numbers, shape: [size.atoms], type: "int32" },
      neighbors: { data: batch.neighbors, shape: pairs, type: "int32" },
      distances: { data: batch.distances, shape: pairs },
      crystal_of: { data: batch.crystalOf, shape: [size.atoms], type: "int32" },
    });
    expect(properties?.shape).toEqual([3, 2]);
    const expected = await model.predict(structures);
    expected.forEach((value, i) => {
      expect(properties?.data[i]).toBeCloseTo(value, 4);
    });
    model.dispose();
  });
});
