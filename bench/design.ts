/**
 * Designs: 1,000 of them decoded, repaired, checked, encoded again and written as CIF and POSCAR, in one thread, and
 * what the candidates are worth before and after each repair.
 *
 *     npm run bench:design [-- --count 1000 --sampler lp --scale 0.6 --target formation_energy_per_atom=-0.5
 *       --model ternary-20 --engine wasm --gradients onnxruntime-node --neutrality common --symmetry aboveP1
 *       --ratio 0.82 --no-repair --json out.json]
 *
 * The time counts from the loaded model to the last file.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { writeCif, writePoscar } from "@ftcp/cif";
import { loadSymmetryFinder } from "@ftcp/crystal/node";
import { readPretrained } from "@ftcp/pretrained/node";
import { designCrystals, LatentIndex, parseTarget } from "@ftcp/sampling";
import type { Design, DesignSummary, SamplerName } from "@ftcp/sampling";
import { createOverlapDifferentiator, CrystalVae } from "@ftcp/vae";
import { startEngine } from "@ftcp/vae/node";
import { prepareWasmBackend } from "@ftcp/vae/wasm";

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "1000" },
    sampler: { type: "string", default: "lp" },
    scale: { type: "string" },
    tolerance: { type: "string" },
    target: { type: "string", multiple: true, default: ["formation_energy_per_atom=-0.5"] },
    model: { type: "string", default: "ternary-20" },
    engine: { type: "string", default: "wasm" },
    gradients: { type: "string", default: "onnxruntime-node" },
    seed: { type: "string", default: "1" },
    neutrality: { type: "string", default: "common" },
    symmetry: { type: "string", default: "aboveP1" },
    ratio: { type: "string", default: "0.82" },
    "no-repair": { type: "boolean", default: false },
    json: { type: "string" },
  },
});

tf.enableProdMode();
if (values.engine === "wasm") await prepareWasmBackend();
else await tf.setBackend(values.engine);
const loading = performance.now();
const files = await readPretrained(values.model as "ternary-20");
const model = await CrystalVae.fromBytes(files.model);
const index = LatentIndex.fromFiles(files.index);
const finder = await loadSymmetryFinder();
const latents = await createOverlapDifferentiator(model, {
  batchSize: 16,
  engine: await startEngine(values.gradients as "onnxruntime-node"),
});
const targets = values.target.map((text) => parseTarget(text, model.properties));
console.log(
  `${cpus()[0]?.model ?? "?"}, Node ${process.version}, load ${loadavg()[0]?.toFixed(1) ?? "?"}`,
);
console.log(`${values.model} on ${tf.getBackend()}, loaded in ${seconds(loading).toFixed(1)} s`);

const folder = mkdtempSync(join(tmpdir(), "ftcp-bench-design-"));
const start = performance.now();
const used = process.cpuUsage();
const designs: Design[] = [];
let summary: DesignSummary | undefined;
const events = designCrystals({
  ...{ model, index, targets, seed: Number(values.seed), count: Number(values.count) },
  sampler: values.sampler as SamplerName,
  batchSize: Math.min(256, Math.max(64, Number(values.count))),
  neutrality: values.neutrality as "none" | "common" | "all",
  symmetry: values["no-repair"] ? "any" : (values.symmetry as "any" | "aboveP1"),
  ...(values.scale === undefined ? {} : { scale: Number(values.scale) }),
  ...(values.tolerance === undefined ? {} : { tolerance: Number(values.tolerance) }),
  ...(values["no-repair"]
    ? {}
    : {
        repair: {
          ...{ finder, latents, symmetry: { maximumDisplacement: 0.8, maximumStrain: 0.15 } },
          separation: { ratio: Number(values.ratio) },
        },
        validity: {
          minimumCovalentRatio: 0.7,
          minimumVolumePerAtom: 8.17,
          maximumVolumePerAtom: 52.53,
        },
      }),
});
for await (const event of events) {
  if (event.kind === "design") designs.push(event.design);
  if (event.kind === "summary") summary = event.summary;
}
const found = seconds(start);
for (const [number, { structure, repair, formula }] of designs.entries()) {
  const name = join(folder, `${number + 1}-${formula}`);
  const symmetry = repair?.symmetry;
  writeFileSync(`${name}.cif`, writeCif(structure, symmetry === undefined ? {} : { symmetry }));
  writeFileSync(`${name}.vasp`, writePoscar(symmetry?.primitive ?? structure));
}
const total = seconds(start);
const { user, system } = process.cpuUsage(used);
rmSync(folder, { recursive: true });
await latents.dispose();
model.dispose();

console.log(
  `${designs.length} designs of ${summary?.funnel.sampled ?? 0} candidates in ${total.toFixed(1)} s ` +
    `(${found.toFixed(1)} s found, ${(total - found).toFixed(1)} s written); processor ${((user + system) / 1e6).toFixed(1)} s`,
);
console.log("rejected:", JSON.stringify(summary?.funnel.rejected));
console.log("errors:", JSON.stringify(summary?.funnel.errors));
for (const step of summary?.funnel.quality ?? []) {
  const share = (count: number | undefined): string =>
    count === undefined ? "-" : `${((100 * count) / step.candidates).toFixed(1)} %`;
  console.log(
    [
      step.name.padEnd(10),
      `of ${step.candidates}, changed ${share(step.changed)}`,
      `0.5 Å ${share(step.distances)}`,
      `0.7 radii ${share(step.covalentRadii)}`,
      `volume ${share(step.volumePerAtom)}`,
      `neutral ${share(step.neutral)}/${share(step.neutralByAll)}`,
      `new ${share(step.newFormula)}`,
      `above P1 ${share(step.aboveP1)}`,
      `decodes to itself ${share(step.decodesToItself)}`,
    ].join(" | "),
  );
}
const moves = designs.flatMap(({ repair }) => (repair === undefined ? [] : [repair]));
console.log(
  "largest displacement of an atom, median and 95 %, in Å:",
  quantile(
    moves.map(({ displacement }) => displacement.largest),
    0.5,
  ).toFixed(3),
  quantile(
    moves.map(({ displacement }) => displacement.largest),
    0.95,
  ).toFixed(3),
);
const latentMoves = moves.map(({ latentMoved }) => latentMoved).filter((moved) => moved > 0);
console.log(
  `latents moved: ${latentMoves.length}, median ${quantile(latentMoves, 0.5).toFixed(2)}`,
);
for (const name of model.properties) {
  const deviations = designs.map(({ reencoded }) => reencoded?.uncertainty[name] ?? Number.NaN);
  const changes = designs.map(({ reencoded, predicted }) =>
    Math.abs((predicted[name] ?? Number.NaN) - (reencoded?.predictedBefore[name] ?? Number.NaN)),
  );
  console.log(
    `${name}: deviation ${quantile(deviations, 0.5).toFixed(3)} (median), ` +
      `change by encoding again ${quantile(changes, 0.5).toFixed(3)}`,
  );
}
if (values.json !== undefined) {
  writeFileSync(values.json, JSON.stringify({ total, found, funnel: summary?.funnel }));
}

function seconds(since: number): number {
  return (performance.now() - since) / 1000;
}

function quantile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((left, right) => left - right);
  return sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
}
