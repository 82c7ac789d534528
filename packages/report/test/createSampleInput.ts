// A design run of textbook crystals, for tests.
import { writeCif } from "@ftcp/cif";
import { createLattice, createStructure } from "@ftcp/crystal";
import type { Structure, Vector3 } from "@ftcp/crystal";
import { createRandom } from "@ftcp/random";
import type { ReportDesign, ReportInput } from "../src/reportInput.ts";

/** Cubic perovskites: A, B, X and the lattice constant in Å. */
const perovskites: readonly (readonly [string, string, string, number])[] = [
  ...([
    ["Sr", "Ti", "O", 3.905],
    ["Ba", "Zr", "O", 4.19],
    ["K", "Mg", "F", 3.99],
    ["Cs", "Pb", "Br", 5.87],
    ["La", "Al", "O", 3.79],
    ["Na", "Ta", "O", 3.93],
    ["Ca", "Sn", "O", 3.95],
    ["Rb", "Ca", "F", 4.45],
  ] as const),
];

function perovskite([a, b, x]: readonly [string, string, string], constant: number): Structure {
  const sites: readonly Vector3[] = [
    ...([
      [0, 0, 0],
      [0.5, 0.5, 0.5],
      [0.5, 0.5, 0],
      [0.5, 0, 0.5],
      [0, 0.5, 0.5],
    ] as const),
  ];
  const angle = 90;
  const lattice = createLattice({
    ...{ a: constant, b: constant, c: constant, alpha: angle, beta: angle, gamma: angle },
  });
  return createStructure(lattice, [a, b, x, x, x], sites);
}

/** A run that found as many designs as asked for, at most eight different ones. */
export function createSampleInput(count = 8, crystals = 3000): ReportInput {
  const random = createRandom(5);
  const draw = (): Float64Array => Float64Array.from({ length: crystals }, () => random.normal());
  const designs = Array.from({ length: count }, (_, index): ReportDesign => {
    const [a, b, x, constant] = perovskites[index % perovskites.length] ?? ["Sr", "Ti", "O", 3.9];
    const structure = perovskite([a, b, x], constant);
    const formula = `${a}${b}${x}3`;
    const id = `${String(index + 1).padStart(3, "0")}-${formula}`;
    return {
      ...{ id, formula, structure, raw: perovskite([a, b, x], constant * 1.03) },
      predicted: {
        band_gap: 1.5 + 0.1 * random.normal(),
        formation_energy_per_atom: -2.1 - index / 9,
      },
      uncertainty: { band_gap: 0.21 },
      targetDistance: 0.01 * (index + 1),
      root: {
        ...{ id: "mp-4019", formula: "CaTiO3", source: "as the model decodes it" },
        properties: { band_gap: 2.3, formation_energy_per_atom: -3.4 },
        structure: perovskite(["Ca", "Ti", "O"], 3.85),
      },
      latentDistance: 0.4 + index / 10,
      mostSimilar: { id: "mp-5229", dissimilarity: ((index * 3) % 8) / 10 },
      checks: { valid: true, shortestDistance: constant / 2, volumePerAtom: constant ** 3 / 5 },
      ...{ cif: writeCif(structure), file: `${id}.cif`, spaceGroup: "Pm-3m (221)" },
      files: [{ label: "POSCAR", name: `${id}.vasp`, text: formula }],
      repairs: ["symmetrised to Pm-3m within 0.1 Å", "volume scaled by 0.92"],
    };
  });
  return {
    title: "Crystals designed for band_gap=1.5 and formation_energy_per_atom<-1.5",
    targets: ["band_gap=1.5", "formation_energy_per_atom<-1.5"],
    targetSpecs: [
      { property: "band_gap", kind: "value", value: 1.5 },
      { property: "formation_energy_per_atom", kind: "below", value: -1.5 },
    ],
    ...{ sampler: "lp", seed: 1, modelName: "ternary-20", designs, seconds: 12.3 },
    attribution: "Data from the Materials Project (https://materialsproject.org), CC BY 4.0.",
    map: {
      ...{ x: draw(), y: draw(), explainedVariance: [0.3, 0.2] },
      values: { band_gap: draw(), formation_energy_per_atom: draw() },
      designs: designs.map((_, index) => ({ x: index / 4 - 1, y: 0.5 - index / 8 })),
    },
    funnel: {
      ...{ sampled: 640, decodeFailed: 3, invalidDistance: 81, knownFormula: 204 },
      ...{ duplicateFormula: 120, outOfTolerance: 232 - count, accepted: count },
    },
    rates: [
      {
        title: "Before and after repair",
        columns: ["decoded", "repaired"],
        rows: [
          { label: "distances valid (0.5 Å)", values: [0.87, 0.99] },
          { label: "space group above P1", values: [0.12, 0.78] },
          { label: "charge neutral", values: [0.61, 0.61] },
        ],
        note: "Shares of all candidates that decoded.",
      },
    ],
  };
}
