// Trains a small autoencoder on crystals made in this file, in seconds on one core.
import { createLattice, createStructure, density } from "@ftcp/crystal";
import { createLayout } from "@ftcp/featurize";
import { type CrystalVae, evaluateVae, supervisedRegression, trainVae } from "@ftcp/vae";
import { prepareWasmBackend } from "@ftcp/vae/wasm";

// Alkali halides with the structure of rock salt: cubic lattice constants in Å.
const constants: Record<string, number> = {
  ...{ "Li F": 4.03, "Li Cl": 5.14, "Li Br": 5.5, "Li I": 6.01, "Na F": 4.63, "Na Cl": 5.64 },
  ...{ "Na Br": 5.97, "Na I": 6.47, "K F": 5.34, "K Cl": 6.29, "K Br": 6.6, "K I": 7.07 },
  ...{ "Rb F": 5.65, "Rb Cl": 6.59, "Rb Br": 6.89, "Rb I": 7.35 },
};
const crystals = Object.entries(constants).map(([id, constant]) => {
  const a = constant / Math.SQRT2; // the primitive cell: two atoms
  const lattice = createLattice({ a, b: a, c: a, alpha: 60, beta: 60, gamma: 60 });
  const sites = [[0, 0, 0] as const, [0.5, 0.5, 0.5] as const];
  const structure = createStructure(lattice, id.split(" "), sites);
  return { id, structure, properties: { density: density(structure) } };
});

await prepareWasmBackend();
const options = { regression: supervisedRegression(["density"]), seed: 1, epochs: 30 };
const network = { latentSize: 48, channels: [8, 16], hidden: 32, elementCodeSize: 8 };
const layout = createLayout({ maxElements: 2, maxSites: 2 });
const training = { ...options, layout, network, batchSize: 16, learningRate: 5e-3 };
let model: CrystalVae | undefined;
for await (const event of trainVae(crystals, training)) {
  if (event.kind === "epoch" && event.epoch % 10 === 0) {
    console.log(`epoch ${event.epoch} of ${event.epochs}: loss ${event.loss.total.toFixed(1)}`);
  }
  if (event.kind === "done") model = event.model;
}
if (model === undefined) throw new Error("the training gave no model");
const { formulaAccuracy, lengthMape, propertyMae } = await evaluateVae(model, crystals);
console.log(`right formulas: ${(100 * formulaAccuracy).toFixed(0)} %`);
console.log(`error of the lengths: ${(100 * lengthMape).toFixed(1)} %`);
console.log(`error of the density: ${propertyMae["density"]?.toFixed(2)} g/cm³`);
model.dispose();
