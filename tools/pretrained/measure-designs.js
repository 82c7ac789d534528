// Measures what a bundled model decodes from the prior and around crystals of the test split; writes its
// generation.json. About ten thousand draws, so that the rates scatter by 0.2 % (validity) and 0.5 % (formulas).
// Needs `npm run build`.
// Usage: node tools/pretrained/measure-designs.js MODEL_FOLDER DATASET
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readDataset } from "@ftcp/datasets/node";
import { LatentIndex } from "@ftcp/sampling";
import { createPreset, CrystalVae, evaluateGeneration } from "@ftcp/vae";
import { prepareWasmBackend } from "@ftcp/vae/wasm";

const [folder, data] = process.argv.slice(2);
await prepareWasmBackend();
const model = await CrystalVae.fromBytes(readFileSync(join(folder, "model.safetensors")));
const index = LatentIndex.fromFiles({
  json: readFileSync(join(folder, "index.json"), "utf8"),
  bytes: readFileSync(join(folder, "index.bin")),
});
const { elements, maxSites } = model.about.filter;
const crystals = [];
const records = readDataset(data, {
  textColumns: ["split"],
  select: ({ split, nelements, nsites }) =>
    split === "test" &&
    nelements >= elements.min &&
    nelements <= elements.max &&
    nsites <= maxSites,
});
for await (const record of records) if (record.ok) crystals.push(record.value);
const structures = crystals.map(({ structure }) => structure);
const designed = await evaluateGeneration(model, structures, {
  samples: 10_000,
  rounds: Math.round(10_000 / crystals.length),
  scales: [0.3, 0.4, createPreset("ftcp").perturbationScale, 0.5, 0.6],
  knownFormulas: new Set(index.formulas),
});
const result = { crystals: crystals.length, ...designed };
writeFileSync(join(folder, "generation.json"), `${JSON.stringify(result, null, 2)}\n`);
