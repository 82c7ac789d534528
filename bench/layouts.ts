// Compares ways to lay a crystal out, for docs/ftcp-layout.md and decision 14:
//
//     npx tsx --conditions=@ftcp/source bench/layouts.ts
//
// Needs the data set beside the clone (../shared/data). Only crystals of its train part are used: ternaries
// of at most 20 sites, every n-th, fitted, tuned and tested on parts that share no formula. Printed for each
// layout:
//
// - same: share of crystals that have the same tensor (to 1e-4) in another description: sites in another
//   order, another origin, another cell (a random unimodular change of basis)
// - dependence: variance of an entry over four such descriptions of one crystal, divided by its variance over
//   all crystals and descriptions; mean over entries. 0: the description does not matter; 1: nothing else does
// - rank: of the matrix crystals × numbers of planes, for the sum over the properties (relative 1e-6)
// - error: largest error of lengths (relative) and of coordinates after defeaturize(featurize(x))
// - MAE: of the formation energy (eV/atom), ridge regression on the entries
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { createGunzip } from "node:zlib";

import { parseCif } from "@ftcp/cif";
import {
  latticeFromMatrix,
  siteElement,
  wrapFractional,
  type Matrix3,
  type Structure,
  type Vector3,
} from "@ftcp/crystal";
import {
  createLayout,
  defeaturize,
  featurize,
  millerPlanes,
  type FtcpLayout,
  type LayoutOptions,
} from "@ftcp/featurize";

const crystalCount = 800;
const fitted = 500;
const tuned = 100;
const described = 150;
const descriptions = 4;

interface LabelledCrystal {
  readonly structure: Structure;
  readonly energy: number;
}

let state = 7;
/** A linear congruential generator: the same descriptions in every run. */
function random(): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
  return (state >>> 0) / 2 ** 32;
}

/** The same crystal in other words. */
function redescribe(structure: Structure): Structure {
  const { matrix } = structure.lattice;
  // A shear along one axis and a cyclic permutation of axes: determinant 1.
  const amount = random() < 0.5 ? 1 : -1;
  const from = Math.floor(random() * 3);
  const to = (from + 1 + Math.floor(random() * 2)) % 3;
  const turn = Math.floor(random() * 3);
  const sheared = [...matrix] as [Vector3, Vector3, Vector3];
  const [x, y, z] = sheared[from] as Vector3;
  const [u, v, w] = sheared[to] as Vector3;
  sheared[from] = [x + amount * u, y + amount * v, z + amount * w];
  const cycled = [0, 1, 2].map((axis) => sheared[(axis + turn) % 3]) as unknown as Matrix3;
  const shift = [random(), random(), random()];
  const sites = structure.sites.map((site) => {
    // r = Σ f_i a_i: with a'_from = a_from + n a_to, f'_to = f_to - n f_from.
    const moved = site.fractional.map((value, axis) => value + (shift[axis] ?? 0));
    moved[to] = (moved[to] ?? 0) - amount * (moved[from] ?? 0);
    const fractional = [0, 1, 2].map((axis) => wrapFractional(moved[(axis + turn) % 3] ?? 0));
    return { site: { ...site, fractional: fractional as unknown as Vector3 }, key: random() };
  });
  sites.sort((left, right) => left.key - right.key);
  return { lattice: latticeFromMatrix(cycled), sites: sites.map(({ site }) => site) };
}

async function readCrystals(): Promise<LabelledCrystal[]> {
  const path = fileURLToPath(new URL("../../shared/data/crystals.jsonl.gz", import.meta.url));
  const lines = createInterface({ input: createReadStream(path).pipe(createGunzip()) });
  const rows: { readonly formula: string; readonly cif: string; readonly energy: number }[] = [];
  for await (const line of lines) {
    const row = JSON.parse(line) as {
      readonly split: string;
      readonly nelements: number;
      readonly nsites: number;
      readonly reduced_formula: string;
      readonly cif: string;
      readonly formation_energy_mp2018: number | null;
    };
    const energy = row.formation_energy_mp2018;
    if (row.split !== "train" || row.nelements !== 3 || row.nsites > 20 || energy === null)
      continue;
    rows.push({ formula: row.reduced_formula, cif: row.cif, energy });
  }
  // By formula, so that polymorphs stay together; then shuffled by formula.
  const keys = new Map<string, number>();
  for (const { formula } of rows) if (!keys.has(formula)) keys.set(formula, random());
  rows.sort((left, right) => (keys.get(left.formula) ?? 0) - (keys.get(right.formula) ?? 0));
  return rows
    .slice(0, crystalCount)
    .map(({ cif, energy }) => ({ structure: parseCif(cif), energy }));
}

/** Standardised entries that vary over the fitted crystals, crystals × entries. */
function standardise(tensors: readonly Float32Array[]): { rows: Float64Array[]; width: number } {
  const size = tensors[0]?.length ?? 0;
  const used: number[] = [];
  const means: number[] = [];
  const scales: number[] = [];
  for (let at = 0; at < size; at++) {
    let sum = 0;
    let squares = 0;
    for (let row = 0; row < fitted; row++) {
      const value = tensors[row]?.[at] as number;
      sum += value;
      squares += value * value;
    }
    const mean = sum / fitted;
    const variance = squares / fitted - mean * mean;
    if (variance < 1e-8) continue;
    used.push(at);
    means.push(mean);
    scales.push(Math.sqrt(variance));
  }
  const rows = tensors.map((tensor) =>
    Float64Array.from(used, (at, index) => {
      const value = ((tensor[at] as number) - (means[index] as number)) / (scales[index] as number);
      return Math.max(-5, Math.min(5, value)); // one odd crystal must not decide
    }),
  );
  return { rows, width: used.length };
}

function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < left.length; at++) sum += (left[at] as number) * (right[at] as number);
  return sum;
}

/** Solves A x = b for a symmetric positive definite A, given as rows, by Cholesky's method. */
function solve(matrix: readonly Float64Array[], target: readonly number[]): number[] {
  const lower = matrix.map((row) => row.slice());
  const size = lower.length;
  for (let i = 0; i < size; i++) {
    const row = lower[i] as Float64Array;
    for (let j = 0; j <= i; j++) {
      const other = lower[j] as Float64Array;
      let sum = row[j] as number;
      for (let k = 0; k < j; k++) sum -= (row[k] as number) * (other[k] as number);
      row[j] = i === j ? Math.sqrt(sum) : sum / (other[j] as number);
    }
  }
  const half: number[] = [];
  for (let i = 0; i < size; i++) {
    let sum = target[i] as number;
    for (let k = 0; k < i; k++) sum -= (lower[i]?.[k] as number) * (half[k] as number);
    half.push(sum / (lower[i]?.[i] as number));
  }
  const x = half.slice();
  for (let i = size - 1; i >= 0; i--) {
    let sum = half[i] as number;
    for (let k = i + 1; k < size; k++) sum -= (lower[k]?.[i] as number) * (x[k] as number);
    x[i] = sum / (lower[i]?.[i] as number);
  }
  return x;
}

/** Mean absolute error on the last crystals, with the ridge that is best on those before. */
function ridgeError(tensors: readonly Float32Array[], energies: readonly number[]): number {
  const { rows, width } = standardise(tensors);
  const mean = energies.slice(0, fitted).reduce((sum, energy) => sum + energy, 0) / fitted;
  const fit = rows.slice(0, fitted);
  const gram = fit.map((left, i) => {
    const row = new Float64Array(fitted);
    for (let j = 0; j <= i; j++) row[j] = dot(left, fit[j] as Float64Array) / width;
    return row;
  });
  gram.forEach((row, i) => {
    for (let j = i + 1; j < fitted; j++) row[j] = gram[j]?.[i] as number;
  });
  const cross = rows
    .slice(fitted)
    .map((row) => Float64Array.from(fit, (other) => dot(row, other) / width));
  const target = energies.slice(0, fitted).map((energy) => energy - mean);
  let best = { tuning: Infinity, test: Infinity };
  for (const ridge of [0.003, 0.01, 0.03, 0.1, 0.3, 1]) {
    const matrix = gram.map((row, i) => {
      const copy = row.slice();
      copy[i] = (copy[i] as number) + ridge;
      return copy;
    });
    const weights = Float64Array.from(solve(matrix, target));
    const errors = cross.map((row, i) =>
      Math.abs(dot(row, weights) + mean - (energies[fitted + i] as number)),
    );
    const average = (part: readonly number[]): number =>
      part.reduce((sum, error) => sum + error, 0) / part.length;
    const tuning = average(errors.slice(0, tuned));
    if (tuning < best.tuning) best = { tuning, test: average(errors.slice(tuned)) };
  }
  return best.test;
}

/** Share of crystals whose tensor stays the same, and the part of the variance that descriptions cause. */
function dependence(layout: FtcpLayout, crystals: readonly LabelledCrystal[]): [number, number] {
  const size = layout.rows * layout.columns;
  const within = new Float64Array(size);
  const sums = new Float64Array(size);
  const squares = new Float64Array(size);
  let same = 0;
  for (const { structure } of crystals) {
    const tensors = Array.from(
      { length: descriptions },
      () => featurize(redescribe(structure), layout).data,
    );
    let largest = 0;
    for (let at = 0; at < size; at++) {
      let sum = 0;
      let square = 0;
      for (const tensor of tensors) {
        const value = tensor[at] as number;
        sum += value;
        square += value * value;
        largest = Math.max(largest, Math.abs(value - (tensors[0]?.[at] as number)));
      }
      within[at] = (within[at] as number) + square - (sum * sum) / descriptions;
      sums[at] = (sums[at] as number) + sum;
      squares[at] = (squares[at] as number) + square;
    }
    if (largest < 1e-4) same++;
  }
  const count = crystals.length * descriptions;
  let total = 0;
  let used = 0;
  for (let at = 0; at < size; at++) {
    const variance = (squares[at] as number) - (sums[at] as number) ** 2 / count;
    if (variance / count < 1e-8) continue;
    total += (within[at] as number) / variance;
    used++;
  }
  return [same / crystals.length, total / used];
}

/** Rank of crystals × numbers of planes, by orthogonalisation with pivots. */
function factorRank(layout: FtcpLayout, tensors: readonly Float32Array[]): number {
  const block = layout.blocks.find(({ name }) => name === "structureFactors");
  if (block === undefined) return 0;
  const { columns } = layout;
  const beside = layout.arrangement === "beside";
  const lines = beside ? block.columnEnd - block.columnStart : block.end - block.start;
  const properties = beside ? block.end - block.start : block.columnEnd - block.columnStart;
  const vectors = Array.from({ length: lines }, (_, line) =>
    Float64Array.from(tensors.slice(0, 500), (tensor) => {
      let sum = 0;
      for (let property = 0; property < properties; property++) {
        const row = block.start + (beside ? property : line);
        sum += tensor[row * columns + block.columnStart + (beside ? line : property)] as number;
      }
      return sum;
    }),
  );
  let rank = 0;
  let first = 0;
  while (vectors.length > 0) {
    const norms = vectors.map((vector) => Math.sqrt(dot(vector, vector)));
    const largest = Math.max(...norms);
    if (rank === 0) first = largest;
    if (largest <= 1e-6 * first) break;
    rank++;
    const [pivot] = vectors.splice(norms.indexOf(largest), 1);
    if (pivot === undefined) break;
    for (const vector of vectors) {
      const share = dot(vector, pivot) / dot(pivot, pivot);
      for (let at = 0; at < vector.length; at++) {
        vector[at] = (vector[at] as number) - share * (pivot[at] as number);
      }
    }
  }
  return rank;
}

/** Largest errors of lengths (relative) and of coordinates; each site is looked up among the given ones. */
function roundTripError(layout: FtcpLayout, crystals: readonly LabelledCrystal[]): string {
  if (!layout.blocks.some(({ name }) => name === "elements")) return "–";
  if (layout.cell === "canonical") {
    // The canonical form of what comes back is what came back.
    return roundTripError({ ...layout, cell: "given", siteOrder: "given" }, crystals);
  }
  let length = 0;
  let coordinate = 0;
  for (const { structure } of crystals) {
    const [result] = defeaturize(featurize(structure, layout), layout);
    if (!result?.ok) return "not read back";
    const { lattice, sites } = result.value;
    for (const key of ["a", "b", "c"] as const) {
      length = Math.max(length, Math.abs(lattice[key] / structure.lattice[key] - 1));
    }
    for (const site of sites) {
      const errors = structure.sites
        .filter((other) => siteElement(other) === siteElement(site))
        .map(({ fractional }) =>
          Math.max(
            ...fractional.map((x, axis) => {
              const difference = x - (site.fractional[axis] ?? 0);
              return Math.abs(difference - Math.round(difference));
            }),
          ),
        );
      coordinate = Math.max(coordinate, Math.min(...errors));
    }
  }
  return `${length.toExponential(0)}, ${coordinate.toExponential(0)}`;
}

const both = millerPlanes(3, "both");
const variants: readonly (readonly [string, LayoutOptions])[] = [
  ["ftcp", {}],
  ["ftcp, real space", { blocks: "real" }],
  ["ftcp, momentum space", { blocks: "momentum" }],
  ["ftcp, as given", { cell: "given", siteOrder: "given" }],
  ["ftcp, as given, real space", { cell: "given", siteOrder: "given", blocks: "real" }],
  ["ftcp, as given, momentum space", { cell: "given", siteOrder: "given", blocks: "momentum" }],
  ["ftcp, magnitude", { convention: "magnitude" }],
  ["ftcp, magnitude, momentum space", { convention: "magnitude", blocks: "momentum" }],
  [
    "magnitude, as given, momentum space",
    { cell: "given", siteOrder: "given", convention: "magnitude", blocks: "momentum" },
  ],
  ["ftcp, real part, momentum space", { convention: "real", blocks: "momentum" }],
  [
    "ftcp, magnitude and phase, momentum space",
    { convention: "magnitude-phase", blocks: "momentum" },
  ],
  ["ftcp, Hartley, momentum space", { convention: "hartley", planes: both, blocks: "momentum" }],
  ["paper", { name: "paper" }],
  ["paper, momentum space", { name: "paper", blocks: "momentum" }],
  ["reference", { name: "reference" }],
  ["reference, momentum space", { name: "reference", blocks: "momentum" }],
];

const crystals = await readCrystals();
const energies = crystals.map(({ energy }) => energy);
const meanEnergy = energies.slice(0, fitted).reduce((sum, energy) => sum + energy, 0) / fitted;
const rest = energies.slice(fitted + tuned);
const guess = rest.reduce((sum, energy) => sum + Math.abs(energy - meanEnergy), 0) / rest.length;
console.log(
  `${crystals.length} crystals: ${fitted} fitted, ${tuned} for the ridge, ${rest.length} tested; ` +
    `MAE of the mean: ${guess.toFixed(3)} eV/atom\n`,
);
console.log("| layout | same | dependence | rank | error | MAE (eV/atom) |");
console.log("| --- | --- | --- | --- | --- | --- |");
for (const [name, options] of variants) {
  const layout = createLayout(options);
  const tensors = crystals.map(({ structure }) => featurize(structure, layout).data);
  const [same, share] = dependence(layout, crystals.slice(0, described));
  const cells = [
    `${(100 * same).toFixed(1)} %`,
    share.toFixed(3),
    factorRank(layout, tensors) || "–",
    roundTripError(layout, crystals.slice(0, described)),
    ridgeError(tensors, energies).toFixed(3),
  ];
  console.log(`| ${[name, ...cells].join(" | ")} |`);
}
