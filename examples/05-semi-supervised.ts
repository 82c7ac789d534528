// Learns a property that few crystals have, and predicts it for the others.
import { createLattice, createStructure, density, shortestDistance } from "@ftcp/crystal";
import { createLayout } from "@ftcp/featurize";
import { trainSemisupervisedVae } from "@ftcp/semisupervised";
import { prepareWasmBackend } from "@ftcp/vae/wasm";

// Alkali halides with the structure of rock salt: cubic lattice constants in Å.
const constants: Record<string, number> = {
  ...{ "Li F": 4.03, "Li Cl": 5.14, "Li Br": 5.5, "Li I": 6.01, "Na F": 4.63, "Na Cl": 5.64 },
  ...{ "Na Br": 5.97, "Na I": 6.47, "K F": 5.34, "K Cl": 6.29, "K Br": 6.6, "K I": 7.07 },
  ...{ "Rb F": 5.65, "Rb Cl": 6.59, "Rb Br": 6.89, "Rb I": 7.35 },
};
const crystals = Object.entries(constants).map(([id, constant], i) => {
  const a = constant / Math.SQRT2; // the primitive cell: two atoms
  const lattice = createLattice({ a, b: a, c: a, alpha: 60, beta: 60, gamma: 60 });
  const sites = [[0, 0, 0] as const, [0.5, 0.5, 0.5] as const];
  const structure = createStructure(lattice, id.split(" "), sites);
  const known = { density: density(structure) };
  // Pretend that only every second bond length (2.0 to 3.7 Å) was ever measured.
  const properties = i % 2 === 0 ? { ...known, bond: shortestDistance(structure) } : known;
  return { id, structure, properties };
});

await prepareWasmBackend();
const options = { groundState: ["density"], sparse: ["bond"], seed: 1, epochs: 40 };
const network = { latentSize: 48, channels: [8, 16], hidden: 32, elementCodeSize: 8 };
const layout = createLayout({ maxElements: 2, maxSites: 2 });
const training = { ...options, layout, network, batchSize: 16, learningRate: 5e-3 };
for await (const event of trainSemisupervisedVae(crystals, training)) {
  if (event.kind !== "done") continue;
  const unlabelled = crystals.filter((_, i) => i % 2 === 1).map(({ structure }) => structure);
  const { mean } = await event.model.encode(unlabelled);
  const predicted = await event.model.predict(mean); // columns: density, bond
  const errors = unlabelled.map((s, i) => (predicted[2 * i + 1] ?? NaN) - shortestDistance(s));
  const meanError = errors.reduce((sum, e) => sum + Math.abs(e), 0) / errors.length;
  console.log(`bond length without a label: off by ${meanError.toFixed(2)} Å on average`);
  event.model.dispose();
}
