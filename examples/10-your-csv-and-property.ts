// A CSV of your own with a property of your own: from the table to new crystals for a target.
import { compositionOf, reducedFormula } from "@ftcp/crystal";
import { collectRecords } from "@ftcp/datasets";
import { readDataset } from "@ftcp/datasets/node";
import { createLayout } from "@ftcp/featurize";
import { designCrystals, LatentIndex, parseTarget } from "@ftcp/sampling";
import { type CrystalVae, supervisedRegression, trainVae } from "@ftcp/vae";
import { prepareWasmBackend } from "@ftcp/vae/wasm";

// Your table: ids, CIFs and a column of numbers; here alkali halides with their melting points in °C.
const table = readDataset(`${import.meta.dirname}/halides.csv`);
const { records, errors } = await collectRecords(table);
console.log(`${records.length} crystals, ${errors.length} rows that cannot be read`);
// These sizes are for a small table; the defaults are for thousands of crystals.
await prepareWasmBackend();
const regression = supervisedRegression(["melting_point"]);
const layout = createLayout({ maxElements: 2, maxSites: 2 });
const network = { latentSize: 48, channels: [8, 16], hidden: 32, elementCodeSize: 8 };
const options = { regression, layout, network, seed: 1, epochs: 40, batchSize: 16 };
let model: CrystalVae | undefined;
for await (const event of trainVae(records, { ...options, learningRate: 5e-3 }))
  if (event.kind === "done") model = event.model;
if (model === undefined) throw new Error("the training gave no model");
// The index holds what is known: where designs start from, and what is not new.
const { mean: latents } = await model.encode(records.map(({ structure }) => structure));
const formulas = records.map(({ structure }) => reducedFormula(compositionOf(structure)));
const melting = Float32Array.from(records, ({ properties }) => properties["melting_point"] ?? NaN);
const contents = { propertyNames: model.properties, properties: melting, attribution: "you" };
const index = new LatentIndex({ ids: records.map(({ id }) => id), formulas, latents, ...contents });

// New formulas whose predicted melting point is within 50 °C of 700 °C.
const targets = [parseTarget("melting_point=700", model.properties)];
const search = { model, index, targets, tolerance: 50, count: 2, seed: 1, maximumSamples: 5000 };
for await (const event of designCrystals(search)) {
  if (event.kind !== "design") continue;
  const { formula, predicted, root } = event.design;
  console.log(`${formula}, from ${root.formula}: melts at`, predicted["melting_point"], "°C");
}
model.dispose();
