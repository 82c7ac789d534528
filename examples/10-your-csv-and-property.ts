// A CSV of your own with a property of your own: from the table to new crystals for a target.
import { readFileSync, writeFileSync } from "node:fs";
import { writeCif } from "@ftcp/cif";
import { compositionOf, createLattice, createStructure, reducedFormula } from "@ftcp/crystal";
import { collectRecords, readCsv } from "@ftcp/datasets";
import { createLayout } from "@ftcp/featurize";
import { designCrystals, LatentIndex, parseTarget } from "@ftcp/sampling";
import { type CrystalVae, supervisedRegression, trainVae } from "@ftcp/vae";
import { prepareWasmBackend } from "@ftcp/vae/wasm";

// Your table: ids, CIFs and a column of numbers. Here: alkali halides with their melting points in °C.
const halides: Record<string, readonly [number, number]> = {
  ...{ "Li F": [4.03, 848], "Li Cl": [5.14, 605], "Li Br": [5.5, 552], "Li I": [6.01, 469] },
  ...{ "Na F": [4.63, 993], "Na Br": [5.97, 747], "Na I": [6.47, 661], "K F": [5.34, 858] },
  ...{ "K Cl": [6.29, 770], "K I": [7.07, 681], "Rb Cl": [6.59, 718], "Rb Br": [6.89, 693] },
};
const rows = Object.entries(halides).map(([name, [constant, melting]]) => {
  const a = constant / Math.SQRT2; // the primitive cell of rock salt: two atoms
  const lattice = createLattice({ a, b: a, c: a, alpha: 60, beta: 60, gamma: 60 });
  const sites = [[0, 0, 0] as const, [0.5, 0.5, 0.5] as const];
  const cif = writeCif(createStructure(lattice, name.split(" "), sites));
  return `${name.replace(" ", "")},${melting},"${cif.replaceAll('"', '""')}"`;
});
const path = process.env["HALIDES_CSV"] ?? "halides.csv";
writeFileSync(path, ["material_id,melting_point,cif", ...rows].join("\n"));

// 1. Read it. Every column of numbers is a property; a row that cannot be read is an error of its own.
const { records, errors } = await collectRecords(readCsv(readFileSync(path)));
console.log(`${records.length} crystals, ${errors.length} rows that cannot be read`);

// 2. Train. These sizes are for a small table; the defaults are for thousands of crystals.
await prepareWasmBackend();
const training = trainVae(records, {
  regression: supervisedRegression(["melting_point"]),
  layout: createLayout({ maxElements: 2, maxSites: 2 }),
  network: { latentSize: 48, channels: [8, 16], hidden: 32, elementCodeSize: 8 },
  ...{ seed: 1, epochs: 40, batchSize: 16, learningRate: 5e-3 },
});
let model: CrystalVae | undefined;
for await (const event of training) if (event.kind === "done") model = event.model;
if (model === undefined) throw new Error("the training gave no model");

// 3. Index what is known: where designs start from, and what is not new.
const { mean: latents, indices } = await model.encode(records.map(({ structure }) => structure));
const known = indices.flatMap((at) => records[at] ?? []);
const index = new LatentIndex({
  ids: known.map(({ id }) => id),
  formulas: known.map(({ structure }) => reducedFormula(compositionOf(structure))),
  propertyNames: model.properties,
  properties: Float32Array.from(known, ({ properties }) => properties["melting_point"] ?? NaN),
  latents,
  attribution: "your laboratory",
});

// 4. Design: new formulas whose predicted melting point is within 50 °C of 700 °C.
const targets = [parseTarget("melting_point=700", model.properties)];
const search = { model, index, targets, tolerance: 50, count: 2, seed: 1, maximumSamples: 5000 };
for await (const event of designCrystals(search)) {
  if (event.kind !== "design") continue;
  const { formula, predicted, root } = event.design;
  const melting = predicted["melting_point"]?.toFixed(0) ?? "?";
  console.log(`${formula}, from ${root.formula}: melts at ${melting} °C by the model`);
}
model.dispose();
