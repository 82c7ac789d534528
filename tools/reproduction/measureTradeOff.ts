// What β trades for what: trains preset `ftcp` for six epochs at several β on the validation slice's side of the train
// ternaries and measures on the slice, for docs/reproduction.md:
//
//     npx tsx --conditions=@ftcp/source tools/reproduction/measureTradeOff.ts DATASET
//
// Every β leaves a file in docs/reproduction/runs; what is there is taken as it is, and without DATASET nothing is
// trained. All of them together become docs/figures/trade-off.json, which tools/figures/drawTradeOff.ts draws, and are
// printed as a table.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { compositionOf, reducedFormula } from "@ftcp/crystal";
import type { CrystalRecord } from "@ftcp/datasets";
import { createRandom } from "@ftcp/random";
import {
  createPreset,
  evaluateGeneration,
  evaluateVae,
  supervisedRegression,
  trainVae,
  type CrystalVae,
} from "@ftcp/vae";
import { startEngine } from "@ftcp/vae/node";
import { prepareWasmBackend } from "@ftcp/vae/wasm";

import { describeMachine } from "../../packages/cli/src/reproduce/describeMachine.ts";
import { readTernaries } from "./readTernaries.ts";

const betas = [0.1, 0.05, 0.4, 1, 2.5];
const epochs = 6;
const seed = 1;
const preset = createPreset("ftcp");
const scale = preset.perturbationScale;
const samples = 2000;
const properties = ["formation_energy_per_atom", "band_gap"];

const [data] = process.argv.slice(2);
const folder = new URL("../../docs/", import.meta.url);
const pathOf = (beta: number): URL =>
  new URL(`reproduction/runs/trade-off-beta${beta}-${epochs}epochs-seed${seed}.json`, folder);
const save = (path: URL, value: unknown): void => {
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);
};

const isMade = (beta: number): boolean => existsSync(pathOf(beta));
if (data !== undefined && !betas.every(isMade)) {
  await prepareWasmBackend();
  const slices = await readSlices(data);
  for (const beta of betas) {
    if (!isMade(beta)) save(pathOf(beta), await measure(beta, slices));
  }
}
const rows = betas
  .filter(isMade)
  .sort((left, right) => left - right)
  .map((beta) => readRow(beta));
save(new URL("figures/trade-off.json", folder), rows);
printTable(rows);

interface Slices {
  readonly training: readonly CrystalRecord[];
  readonly validation: readonly CrystalRecord[];
}

/** Train's ternaries without and with the tenth of their formulas that choices of the recipe were made on. */
async function readSlices(path: string): Promise<Slices> {
  const crystals = await readTernaries(path, "train", properties);
  const formulaOf = ({ structure }: CrystalRecord): string =>
    reducedFormula(compositionOf(structure));
  const formulas = [...new Set(crystals.map(formulaOf))].sort();
  const held = new Set(
    createRandom(7)
      .shuffle(formulas)
      .slice(0, Math.floor(formulas.length / 10)),
  );
  return {
    training: crystals.filter((crystal) => !held.has(formulaOf(crystal))),
    validation: crystals.filter((crystal) => held.has(formulaOf(crystal))),
  };
}

async function measure(beta: number, { training, validation }: Slices): Promise<unknown> {
  const started = { clock: performance.now(), processor: process.cpuUsage() };
  const { model, engine } = await train(beta, training);
  const used = process.cpuUsage(started.processor);
  const result = {
    protocol: {
      ...{ preset: "ftcp", beta, epochs, seed, samples, scale },
      ...{ trainedOn: training.length, measuredOn: validation.length },
    },
    machine: describeMachine(engine),
    seconds: Math.round((performance.now() - started.clock) / 1000),
    processorSeconds: Math.round((used.user + used.system) / 1e6),
    reconstruction: await evaluateVae(model, validation, { matches: true }),
    generation: await evaluateGeneration(
      model,
      validation.map(({ structure }) => structure),
      { samples, scales: [scale] },
    ),
  };
  model.dispose();
  return result;
}

async function train(
  beta: number,
  crystals: readonly CrystalRecord[],
): Promise<{ readonly model: CrystalVae; readonly engine: string }> {
  const { layout, options, error } = preset;
  const engine = await startEngine("onnxruntime-node", { threads: 1 });
  const events = trainVae(crystals, {
    ...{ ...options, layout, seed, epochs, engine },
    loss: { ...options.loss, beta },
    regression: supervisedRegression(properties, { error }),
  });
  for await (const event of events) {
    if (event.kind === "epoch") {
      const { epoch, loss } = event;
      process.stderr.write(`β ${beta}, epoch ${epoch}: loss ${loss.total.toFixed(3)}\n`);
    }
    if (event.kind === "done") return { model: event.model, engine: engine.name };
  }
  throw new Error("the training ended without a model"); // it always ends with `done`
}

/** A row of the table of docs/reproduction.md; shares and errors by name. */
function readRow(beta: number): Readonly<Record<string, number | undefined>> {
  const { reconstruction, generation } = JSON.parse(readFileSync(pathOf(beta), "utf8")) as {
    readonly reconstruction: Awaited<ReturnType<typeof evaluateVae>>;
    readonly generation: Awaited<ReturnType<typeof evaluateGeneration>>;
  };
  const { prior, perturbed } = generation;
  const [moved] = perturbed;
  return {
    beta,
    elements: reconstruction.elementAccuracy,
    "whole formula right": reconstruction.formulaAccuracy,
    match: reconstruction.matchRate,
    length: reconstruction.lengthMape,
    angle: reconstruction.angleMape,
    coordinate: reconstruction.coordinateMae,
    ...reconstruction.propertyMae,
    "prior: structurally valid": prior.valid,
    "prior: charges balanced": prior.neutral,
    [`perturbed by ${scale}: valid`]: moved?.valid,
    [`perturbed by ${scale}: balanced`]: moved?.neutral,
    [`perturbed by ${scale}: another formula`]: moved?.formulaChanged,
    [`perturbed by ${scale}: other elements`]: moved?.elementsChanged,
  };
}

/** Writes rows as markdown, errors with three digits and shares in percent. */
function printTable(rows: readonly Readonly<Record<string, number | undefined>>[]): void {
  const headings = Object.keys(rows[0] ?? {});
  const plain = new Set(["beta", "coordinate", ...properties]);
  const lines = rows.map((row) =>
    headings.map((heading) => {
      const value = row[heading];
      if (value === undefined) return "";
      if (heading === "beta") return `${value}`;
      return plain.has(heading) ? value.toPrecision(3) : `${(100 * value).toPrecision(3)} %`;
    }),
  );
  const table = [headings, headings.map(() => "---"), ...lines];
  process.stdout.write(`${table.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}\n`);
}
