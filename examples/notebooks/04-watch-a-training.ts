// A training as a stream of events, and its losses as a picture.
import { line } from "@observablehq/plot";
import { createLattice, createStructure, density } from "@ftcp/crystal";
import { createLayout } from "@ftcp/featurize";
import { supervisedRegression, trainVae } from "@ftcp/vae";
import { prepareWasmBackend } from "@ftcp/vae/wasm";
import { saveFigure } from "./saveFigure.ts";

// Caesium chloride structures: lattice constants in Å.
const constants = {
  "Cs Cl": 4.12,
  "Cs Br": 4.29,
  "Cs I": 4.56,
  "Tl Cl": 3.83,
  "Tl Br": 3.98,
  "Tl I": 4.21,
};
const crystals = Object.entries(constants).map(([id, a]) => {
  const lattice = createLattice({ a, b: a, c: a, alpha: 90, beta: 90, gamma: 90 });
  const sites = [[0, 0, 0] as const, [0.5, 0.5, 0.5] as const];
  const structure = createStructure(lattice, id.split(" "), sites);
  return { id, structure, properties: { density: density(structure) } };
});

// %% Train.
await prepareWasmBackend();
const parts = ["total", "reconstruction", "divergence", "regression"] as const;
const losses: { epoch: number; part: string; loss: number }[] = [];
for await (const event of trainVae(crystals, {
  layout: createLayout({ maxElements: 2, maxSites: 2 }),
  regression: supervisedRegression(["density"]),
  network: { latentSize: 48, channels: [8, 16], hidden: 32, elementCodeSize: 8 },
  ...{ seed: 1, epochs: 40, batchSize: 6, learningRate: 5e-3 },
})) {
  if (event.kind === "epoch") {
    for (const part of parts) losses.push({ epoch: event.epoch, part, loss: event.loss[part] });
  }
  if (event.kind === "done") event.model.dispose();
}

// %% Its losses.
const palette = ["#4e79a7", "#f28e2b", "#e15759", "#76b7b2"];
const colors = Object.fromEntries(parts.map((part, i) => [part, palette[i] ?? "black"]));
saveFigure("losses", {
  ...{ width: 640, height: 360, key: colors, y: { type: "log", label: "loss" } },
  color: { domain: parts, range: palette },
  marks: [line(losses, { x: "epoch", y: "loss", stroke: "part" })],
});
const totals = losses.filter(({ part }) => part === "total");
console.log(`loss ${totals[0]?.loss.toFixed(1)} -> ${totals.at(-1)?.loss.toFixed(1)}`);
