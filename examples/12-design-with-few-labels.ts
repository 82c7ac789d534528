// The paper's third demonstration, small: designs for a property that few crystals have (`ftcp reproduce case3`).
import { compositionOf, density, reducedFormula } from "@ftcp/crystal";
import { collectRecords } from "@ftcp/datasets";
import { readDataset } from "@ftcp/datasets/node";
import { createLayout } from "@ftcp/featurize";
import { designCrystals, LatentIndex, parseTarget } from "@ftcp/sampling";
import { trainSemisupervisedVae } from "@ftcp/semisupervised";
import type { CrystalVae } from "@ftcp/vae";
import { prepareWasmBackend } from "@ftcp/vae/wasm";

// Alkali halides; pretend that only every second melting point (in °C) was ever measured.
const { records } = await collectRecords(readDataset(`${import.meta.dirname}/halides.csv`));
const crystals = records.map(({ id, structure, properties: measured }, i) => {
  const computed = { density: density(structure) }; // g/cm³
  const properties: Record<string, number> = i % 2 === 0 ? { ...measured, ...computed } : computed;
  return { id, structure, properties };
});
await prepareWasmBackend();
const labels = { groundState: ["density"], sparse: ["melting_point"], seed: 1, epochs: 40 };
const network = { latentSize: 48, channels: [8, 16], hidden: 32, elementCodeSize: 8 };
const layout = createLayout({ maxElements: 2, maxSites: 2 });
const sizes = { layout, network, batchSize: 16, learningRate: 5e-3 };
let model: CrystalVae | undefined;
for await (const event of trainSemisupervisedVae(crystals, { ...labels, ...sizes }))
  if (event.kind === "done") model = event.model;
if (model === undefined) throw new Error("the training gave no model");
const structures = crystals.map(({ structure }) => structure);
const { mean: latents } = await model.encode(structures);
const formulas = structures.map((structure) => reducedFormula(compositionOf(structure)));
const names = model.properties; // density, melting_point
const values = crystals.flatMap((crystal) => names.map((name) => crystal.properties[name] ?? NaN));
const contents = { propertyNames: names, properties: Float32Array.from(values) };
const ids = crystals.map(({ id }) => id);
const index = new LatentIndex({ ids, formulas, latents, ...contents, attribution: "you" });
const targets = ["600<melting_point<800", "density<4"].map((text) => parseTarget(text));
const search = { targets, tolerance: 0, count: 2, seed: 1, maximumSamples: 5000 };
for await (const event of designCrystals({ model, index, ...search }))
  if (event.kind === "design") console.log(event.design.formula, event.design.predicted);
model.dispose();
