// Errors of the mean of what several trainings predict, and what their spread says of it; on the test ternaries that
// know all properties, as `ftcp reproduce table3 --on test` measures:
//
//     npx tsx --conditions=@ftcp/source tools/reproduction/measureEnsemble.ts DATASET MODEL.safetensors...
//
// The command leaves its models in the folder `models`.
import { readFileSync } from "node:fs";
import { CrystalVae } from "@ftcp/vae";
import { prepareWasmBackend } from "@ftcp/vae/wasm";

import { readTernaries } from "./readTernaries.ts";

const [data = "", ...files] = process.argv.slice(2);
await prepareWasmBackend();
const models = await Promise.all(files.map((file) => CrystalVae.fromBytes(readFileSync(file))));
const properties = models[0]?.properties ?? [];
const crystals = await readTernaries(data, "test", properties);
const structures = crystals.map(({ structure }) => structure);
const predictions: Float32Array[] = [];
for (const model of models) {
  const { mean } = await model.encode(structures);
  predictions.push(await model.predict(mean));
}

const average = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
process.stdout.write(`${crystals.length} crystals, ${models.length} models\n`);
properties.forEach((property, column) => {
  const rows = crystals.map(({ properties: labels }, i) => {
    const label = labels[property] ?? NaN;
    const values = predictions.map((all) => all[i * properties.length + column] ?? NaN);
    const mean = average(values);
    return {
      errors: values.map((value) => Math.abs(value - label)),
      error: Math.abs(mean - label),
      spread: Math.sqrt(average(values.map((value) => (value - mean) ** 2))),
    };
  });
  const single = models.map((_, k) => average(rows.map(({ errors }) => errors[k] ?? NaN)));
  const sorted = [...rows].sort((left, right) => left.spread - right.spread);
  const quarter = Math.floor(sorted.length / 4);
  const [agreed, disputed] = [sorted.slice(0, quarter), sorted.slice(-quarter)].map((part) =>
    average(part.map(({ error }) => error)),
  );
  const show = (value = NaN): string => value.toFixed(4);
  process.stdout.write(
    `${property}: MAE ${single.map(show).join(", ")}; of the mean ${show(average(rows.map(({ error }) => error)))}; ` +
      `quarter that the models agree on most ${show(agreed)}, least ${show(disputed)}\n`,
  );
});
