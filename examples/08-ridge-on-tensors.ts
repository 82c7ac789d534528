// Feeds FTCP tensors to another library: formation energies by ridge regression with ml-matrix.
import { createLattice, createStructure } from "@ftcp/crystal";
import { createLayout, featurize, FtcpScaler } from "@ftcp/featurize";
import { Matrix, solve } from "ml-matrix";

// Alkali halides, rock salt: a in Å and enthalpy of formation in kJ/mol (CRC Handbook of Chemistry and Physics).
const halides = `Li F 4.03 -616.0, Li Cl 5.14 -408.6, Li Br 5.50 -351.2, Li I 6.01 -270.4,
  Na F 4.63 -576.6, Na Cl 5.64 -411.2, Na Br 5.97 -361.1, Na I 6.47 -287.8,
  K F 5.34 -567.3, K Cl 6.29 -436.5, K Br 6.60 -393.8, K I 7.07 -327.9,
  Rb F 5.65 -557.7, Rb Cl 6.59 -435.4, Rb Br 6.89 -394.6, Rb I 7.35 -333.8`;
const layout = createLayout({ blocks: "real", maxElements: 2, maxSites: 2 });
const crystals = halides.split(",").map((line) => {
  const [metal = "", halogen = "", constant, enthalpy] = line.trim().split(" ");
  const a = Number(constant) / Math.SQRT2; // the primitive cell: two atoms
  const lattice = createLattice({ a, b: a, c: a, alpha: 60, beta: 60, gamma: 60 });
  const sites = [[0, 0, 0] as const, [0.5, 0.5, 0.5] as const];
  const tensor = featurize(createStructure(lattice, [metal, halogen], sites), layout);
  return { tensor, energy: Number(enthalpy) / 96.485 / 2 }; // eV/atom
});

// Each crystal is predicted from the others, which alone fit the scaler and the weights.
let [ridgeError, meanError] = [0, 0];
for (const left of crystals) {
  const known = crystals.filter((crystal) => crystal !== left);
  const tensors = known.map(({ tensor }) => tensor);
  const scaler = FtcpScaler.fit(tensors, layout);
  const toRow = ({ tensor }: typeof left): number[] => [...scaler.transform(tensor).data];
  const mean = known.reduce((sum, { energy }) => sum + energy, 0) / known.length;
  const rows = new Matrix(known.map(toRow));
  const energies = Matrix.columnVector(known.map(({ energy }) => energy - mean));
  // w = Xᵀ (X Xᵀ + λ)⁻¹ y, as there are fewer crystals than numbers in a tensor.
  const gram = rows.mmul(rows.transpose()).add(Matrix.eye(known.length).mul(0.01));
  const weights = rows.transpose().mmul(solve(gram, energies));
  const predicted = mean + new Matrix([toRow(left)]).mmul(weights).get(0, 0);
  ridgeError += Math.abs(predicted - left.energy) / crystals.length;
  meanError += Math.abs(mean - left.energy) / crystals.length;
}
console.log(`ridge regression on the tensor: off by ${ridgeError.toFixed(3)} eV/atom on average`);
console.log(`the mean as a guess: off by ${meanError.toFixed(3)} eV/atom`);
