// The paper's second demonstration, small: a band gap of 1.5 eV and a formation energy below -1.5 eV/atom at once.
import { loadSymmetryFinder } from "@ftcp/crystal/node";
import { readPretrained } from "@ftcp/pretrained/node";
import { designCrystals, LatentIndex, parseTarget } from "@ftcp/sampling";
import { CrystalVae } from "@ftcp/vae";
import { prepareWasmBackend } from "@ftcp/vae/wasm";

await prepareWasmBackend();
const files = await readPretrained("ternary-20");
const model = await CrystalVae.fromBytes(files.model);
const index = LatentIndex.fromFiles(files.index);
const targets = ["band_gap=1.5", "formation_energy_per_atom<-1.5"].map((text) =>
  parseTarget(text, model.properties),
);
// How near is near enough, in the unit of each property; of a bound, how far beyond it.
const tolerance = { band_gap: 0.25, formation_energy_per_atom: 0 };
// Little noise keeps designs near their roots, so that few atoms must be mended.
const lp = { scale: 0.5, seedsCount: 100, count: 2, seed: 1, maximumSamples: 4000 };
const repair = { finder: await loadSymmetryFinder() };
const wanted = { targets, tolerance, neutrality: "common" } as const;
for await (const event of designCrystals({ model, index, repair, ...wanted, ...lp })) {
  if (event.kind === "design") {
    const { formula, predicted, root, repair: repaired } = event.design;
    const [gap, energy] = ["band_gap", "formation_energy_per_atom"].map(
      (name) => predicted[name]?.toFixed(2) ?? "unknown",
    );
    const group = repaired?.spaceGroup?.hermannMauguin ?? "unknown";
    console.log(`${formula} (${group}), from ${root.formula}: ${gap} eV, ${energy} eV/atom`);
  }
  if (event.kind === "summary") {
    const { sampled, rejected, quality } = event.summary.funnel;
    console.log(`${sampled} candidates, ${rejected.outOfTolerance} too far from the targets`);
    // What all candidates were worth as decoded: nothing is hidden by choosing.
    const raw = quality.find(({ name }) => name === "raw");
    if (raw !== undefined) console.log(`${raw.neutral} of ${raw.candidates} charge neutral`);
  }
}
model.dispose();
