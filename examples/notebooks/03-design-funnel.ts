// From a target to designs: what the bundled model predicts for them, and where the other candidates were lost.
import { barX, dot, ruleY } from "@observablehq/plot";
import { readPretrained } from "@ftcp/pretrained/node";
import { type Design, designCrystals, LatentIndex, parseTarget } from "@ftcp/sampling";
import { CrystalVae } from "@ftcp/vae";
import { prepareWasmBackend } from "@ftcp/vae/wasm";
import { saveFigure } from "./saveFigure.ts";

await prepareWasmBackend();
const files = await readPretrained("ternary-20");
const model = await CrystalVae.fromBytes(files.model);
const index = LatentIndex.fromFiles(files.index);
const targets = [parseTarget("formation_energy_per_atom=-0.5", model.properties)];

// %% The search.
const designs: Design[] = [];
let lost: { reason: string; count: number }[] = [];
for await (const event of designCrystals({
  model,
  index,
  targets,
  tolerance: 0.1,
  count: 10,
  seed: 1,
})) {
  if (event.kind === "design") designs.push(event.design);
  if (event.kind !== "summary") continue;
  const { rejected, sampled, accepted } = event.summary.funnel;
  console.log(`${accepted} designs from ${sampled} candidates`);
  lost = Object.entries(rejected).map(([reason, count]) => ({ reason, count }));
}
model.dispose();

// %% Where the candidates were lost.
saveFigure("funnel", {
  ...{ width: 560, height: 220, marginLeft: 160, y: { label: null }, x: { label: "candidates" } },
  marks: [
    barX(
      lost.filter(({ count }) => count > 0),
      { x: "count", y: "reason", sort: { y: "-x" } },
    ),
  ],
});

// %% Predictions by distance from the crystal that each design came from.
const points = designs.map(({ latentDistance, predicted }) => ({
  distance: latentDistance,
  energy: predicted["formation_energy_per_atom"],
}));
saveFigure("designs", {
  ...{ width: 560, height: 320, x: { label: "distance from the root in latent space" } },
  y: { label: "predicted formation energy (eV/atom)", domain: [-0.7, -0.3] },
  marks: [
    ruleY([-0.6, -0.4], { strokeDasharray: "4" }),
    dot(points, { x: "distance", y: "energy" }),
  ],
});
