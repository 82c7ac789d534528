/**
 * Fits a volume to each element such that their sums come near the volumes of real crystals, and writes
 * packages/crystal/src/repair/atomicVolumes.ts.
 *
 *   node --import tsx tools/crystal/makeAtomicVolumes.ts ../shared/data/crystals.jsonl.gz
 *
 * Minimised is the sum of Huber's function of the relative errors `V / Σ n v - 1` over the crystals of split
 * `train`, by weighted least squares, again and again.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { format } from "prettier";

interface Row {
  readonly reduced_formula: string;
  readonly nsites: number;
  readonly volume: number;
  readonly split: string;
}

interface Crystal {
  /** Amounts of elements per atom. */
  readonly shares: readonly (readonly [element: string, share: number])[];
  /** Å³ per atom. */
  readonly volume: number;
}

/** An element in fewer crystals than this has no volume of its own. */
const fewestCrystals = 5;
/** Relative errors beyond this count linearly. */
const huber = 0.1;

const [file] = process.argv.slice(2);
if (file === undefined) throw new RangeError("which crystals.jsonl.gz?");
const crystals = gunzipSync(readFileSync(file))
  .toString("utf8")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => JSON.parse(line) as Row)
  .filter(({ split }) => split === "train")
  .map(readCrystal);
const volumes = fitVolumes(crystals);
const ratios = crystals
  .flatMap((crystal) => {
    const estimate = estimateVolume(crystal, volumes);
    return estimate === undefined ? [] : [crystal.volume / estimate];
  })
  .sort((left, right) => left - right);
const perAtom = crystals.map(({ volume }) => volume).sort((left, right) => left - right);
for (const [name, values] of [
  ["volume / sum of atomic volumes", ratios],
  ["volume per atom", perAtom],
] as const) {
  const quantiles = [0, 0.001, 0.005, 0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99, 0.995, 0.999, 1];
  console.log(name, values.length);
  for (const share of quantiles) console.log(`  ${share}: ${quantile(values, share).toFixed(3)}`);
}

const text = `/**
 * Volumes of atoms in crystals in Å³ by element symbol: their sum is near the volume of the cell.
 *
 * @remarks
 * Made by \`tools/crystal/makeAtomicVolumes.ts\` from the volumes of ${crystals.length.toLocaleString("en")} crystals of the Materials Project
 * (CC BY 4.0; Jain et al., APL Materials 1, 011002 (2013), doi:10.1063/1.4812323): the split \`train\`, computed
 * with density functional theory. Elements in fewer than ${fewestCrystals} of them are missing. Half of the crystals have
 * ${percent(0.25)} to ${percent(0.75)} of the sum, 98 % have ${percent(0.01)} to ${percent(0.99)}, 99.8 % have ${percent(0.001)} to ${percent(0.999)}.
 *
 * @example
 * \`\`\`ts
 * (atomicVolumes["Na"] ?? 0) + (atomicVolumes["Cl"] ?? 0); // ${((volumes.get("Na") ?? 0) + (volumes.get("Cl") ?? 0)).toFixed(1)}; rock salt has 46.2
 * \`\`\`
 */
export const atomicVolumes: Readonly<Record<string, number | undefined>> = {
  ${[...volumes].map(([element, volume]) => `${element}: ${volume.toFixed(2)}`).join(",")}
};
`;
const target = new URL("../../packages/crystal/src/repair/atomicVolumes.ts", import.meta.url);
writeFileSync(target, await format(text, { parser: "typescript", printWidth: 100 }));

function percent(share: number): string {
  return `${(100 * quantile(ratios, share)).toFixed(0)} %`;
}

function readCrystal({ reduced_formula: formula, nsites, volume }: Row): Crystal {
  const amounts = [...formula.matchAll(/([A-Z][a-z]?)(\d+)/gu)].map(
    ([, element = "", amount = ""]) => [element, Number(amount)] as const,
  );
  const total = amounts.reduce((sum, [, amount]) => sum + amount, 0);
  return {
    shares: amounts.map(([element, amount]) => [element, amount / total]),
    volume: volume / nsites,
  };
}

function estimateVolume(
  { shares }: Crystal,
  table: ReadonlyMap<string, number>,
): number | undefined {
  let sum = 0;
  for (const [element, share] of shares) {
    const volume = table.get(element);
    if (volume === undefined) return undefined;
    sum += share * volume;
  }
  return sum;
}

function fitVolumes(all: readonly Crystal[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { shares } of all) {
    for (const [element] of shares) counts.set(element, (counts.get(element) ?? 0) + 1);
  }
  const elements = [...counts.keys()]
    .filter((element) => (counts.get(element) ?? 0) >= fewestCrystals)
    .sort();
  const place = new Map(elements.map((element, at) => [element, at]));
  const known = all.filter(({ shares }) => shares.every(([element]) => place.has(element)));
  let table = new Map(elements.map((element) => [element, 20]));
  for (let round = 0; round < 100; round++) {
    const matrix = elements.map(() => new Float64Array(elements.length + 1));
    for (const crystal of known) {
      const estimate = estimateVolume(crystal, table) ?? NaN;
      const error = Math.abs(crystal.volume / estimate - 1);
      const weight = (error > huber ? huber / error : 1) / crystal.volume ** 2;
      for (const [element, share] of crystal.shares) {
        const row = matrix[place.get(element) ?? -1] as Float64Array;
        for (const [other, part] of crystal.shares) {
          const column = place.get(other) ?? -1;
          row[column] = (row[column] ?? NaN) + weight * share * part;
        }
        row[elements.length] = (row[elements.length] ?? NaN) + weight * share * crystal.volume;
      }
    }
    const solved = solve(matrix);
    // An atom takes some room, whatever the fit would like: hydrogen and carbon can come out near zero.
    table = new Map(elements.map((element, at) => [element, Math.max(1, solved[at] ?? NaN)]));
  }
  return table;
}

/** Solves by elimination; the last column is the right-hand side. */
function solve(matrix: readonly Float64Array[]): readonly number[] {
  const size = matrix.length;
  for (let pivot = 0; pivot < size; pivot++) {
    const row = matrix[pivot] as Float64Array;
    for (let other = 0; other < size; other++) {
      if (other === pivot) continue;
      const target = matrix[other] as Float64Array;
      const factor = (target[pivot] ?? NaN) / (row[pivot] ?? NaN);
      for (let at = pivot; at <= size; at++) {
        target[at] = (target[at] ?? NaN) - factor * (row[at] ?? NaN);
      }
    }
  }
  return matrix.map((row, at) => (row[size] ?? NaN) / (row[at] ?? NaN));
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.round(share * (sorted.length - 1))] ?? NaN;
}
