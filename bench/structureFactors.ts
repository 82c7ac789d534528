// Times direct sums against the gridded transform, for decision 15. Not part of `npm run bench:featurize`:
//
//     npx tsx --conditions=@ftcp/source bench/structureFactors.ts
//
// Crystals are random sites with one weight, planes all (h, k, l) within a sphere (both of each Friedel
// pair); each time is CPU time, the best of some repetitions, and every result is compared with the other.
import { structureFactors, type StructureFactorMethod } from "@ftcp/featurize";

let state = 1;
/** A linear congruential generator: the same crystals in every run. */
function random(): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
  return (state >>> 0) / 2 ** 32;
}

function sphere(radius: number): Int32Array {
  const indices: number[] = [];
  for (let h = -radius; h <= radius; h++) {
    for (let k = -radius; k <= radius; k++) {
      for (let l = -radius; l <= radius; l++) {
        if (h * h + k * k + l * l <= radius * radius) indices.push(h, k, l);
      }
    }
  }
  return Int32Array.from(indices);
}

const columns = [
  "|h| <=",
  "planes",
  "sites",
  "direct",
  "fft 1e-12",
  "fft 1e-6",
  "auto",
  "differ by",
];
console.log(`${process.version}, times in ms of CPU\n| ${columns.join(" | ")} |`);
console.log(`|${" --: |".repeat(columns.length)}`);
for (const radius of [4, 8, 16, 32]) {
  const planes = sphere(radius);
  for (const sites of [20, 200, 2000, 20_000]) {
    const positions = Array.from({ length: sites }, () => [random(), random(), random()] as const);
    const weights = positions.map(() => [1 + 90 * random()]);
    const total = weights.reduce((sum, [weight = 0]) => sum + weight, 0);
    const time = (method: StructureFactorMethod, tolerance: number): [number, Float64Array] => {
      let best = Infinity;
      let real = new Float64Array();
      for (let spent = 0, turn = 0; turn < 2 || (spent < 200 && turn < 20); turn++) {
        const before = process.cpuUsage();
        real = structureFactors({ positions, weights }, planes, { method, tolerance })
          .real as Float64Array<ArrayBuffer>;
        const { user, system } = process.cpuUsage(before);
        best = Math.min(best, (user + system) / 1000);
        spent += (user + system) / 1000;
      }
      return [best, real];
    };
    const [direct, exact] = time("direct", 1e-12);
    const [fft12, gridded] = time("fft", 1e-12);
    const [fft6] = time("fft", 1e-6);
    const { method } = structureFactors({ positions, weights }, planes);
    const largest = exact.reduce(
      (most, value, at) => Math.max(most, Math.abs(value - (gridded[at] ?? Number.NaN))),
      0,
    );
    const cells = [
      radius,
      planes.length / 3,
      sites,
      ...[direct, fft12, fft6].map((ms) => ms.toFixed(1)),
    ];
    console.log(`| ${[...cells, method, (largest / total).toExponential(0)].join(" | ")} |`);
  }
}
