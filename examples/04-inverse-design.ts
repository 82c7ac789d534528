// New ternary crystals with a formation energy of -0.5 eV/atom, as CIFs.
import { writeCif } from "@ftcp/cif";
import { readPretrained } from "@ftcp/pretrained/node";
import { designCrystals, LatentIndex, parseTarget } from "@ftcp/sampling";
import { CrystalVae } from "@ftcp/vae";
import { prepareWasmBackend } from "@ftcp/vae/wasm";

await prepareWasmBackend();
const files = await readPretrained("ternary-20");
const model = await CrystalVae.fromBytes(files.model);
const index = LatentIndex.fromFiles(files.index);
const targets = [parseTarget("formation_energy_per_atom=-0.5", model.properties)];
const search = { model, index, targets, tolerance: 0.1, count: 3, seed: 1 };

for await (const event of designCrystals(search)) {
  if (event.kind !== "design") continue;
  const { formula, structure, predicted, root } = event.design;
  const energy = predicted["formation_energy_per_atom"];
  console.log(`${formula}, from ${root.formula}: ${energy?.toFixed(2)} eV/atom predicted`);
  console.log(writeCif(structure));
}
model.dispose();
