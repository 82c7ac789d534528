import { blockOf, type FtcpLayout, type FtcpTensor } from "@ftcp/featurize";
import type { Vector3 } from "@ftcp/crystal";
import type { EnvironmentConfig } from "../networkConfig.ts";
import { harmonicComponents, solidHarmonics } from "./solidHarmonics.ts";

/**
 * Counts the neighbours of every site by slot and distance, and by direction:
 *
 * `G[site, slot, k] = Σ (2.5 Å / d)² exp(-(d - r_k)² / 2 s_k²)`, the sum over all atoms of the slot,
 * periodic images included, at a distance d up to the cutoff from the site; `s_k` is 0.8 times the
 * spacing of the radii `r_k` at k. Behind the radii follow the components of `solidHarmonics`, one after
 * another, each for all radii of directions: `Σ (2.5 Å / d)² exp(...) Y_lm(direction)`.
 *
 * @param tensor - FTCP tensors in physical units, of a layout with all four real-space blocks
 * @param layout - their layout
 * @param config - radii and cutoff in Å
 * @returns `[crystals, sites, slots, environmentFeatures]`, row-major; 0 for sites without an atom
 *
 * @remarks
 * A function of the tensor alone, whether that came from a structure or from a file: numbers of neighbours do
 * not depend on the choice of the cell, directions turn with the frame of its vectors. Sums are float64. A
 * cell without volume has no neighbours.
 */
export function describeEnvironments(
  tensor: FtcpTensor,
  layout: FtcpLayout,
  config: Pick<EnvironmentConfig, "radii" | "directionRadii" | "cutoff">,
): Float32Array {
  const { radii, directionRadii, cutoff } = config;
  const { maxSites: sites, maxElements: slots, rows, columns } = layout;
  const [count] = tensor.shape;
  const cellStart = blockOf(layout, "cell").start * columns;
  const coordinateStart = blockOf(layout, "coordinates").start * columns;
  const occupancyStart = blockOf(layout, "occupancy").start * columns;
  const shells = shellsOf(radii);
  const directionShells = shellsOf(directionRadii);
  const features = environmentFeatures(config);
  const size = sites * slots * features;
  const harmonics = new Float64Array(harmonicComponents);
  const environments = new Float32Array(count * size);
  const sums = new Float64Array(size);
  const fractions = new Float64Array(3 * sites);
  const slotOf = new Int32Array(sites);
  const siteOf = new Int32Array(sites);

  for (let crystal = 0; crystal < count; crystal++) {
    const at = crystal * rows * columns;
    const number = (place: number): number => tensor.data[at + place] as number;
    let atoms = 0;
    for (let site = 0; site < sites; site++) {
      let slot = slots;
      let most = 0.5;
      for (let k = 0; k < slots; k++) {
        const occupancy = number(occupancyStart + site * columns + k);
        if (occupancy > most) [slot, most] = [k, occupancy];
      }
      if (slot === slots) continue;
      slotOf[atoms] = slot;
      siteOf[atoms] = site;
      for (let axis = 0; axis < 3; axis++) {
        fractions[3 * atoms + axis] = number(coordinateStart + site * columns + axis);
      }
      atoms += 1;
    }
    const lengths = [0, 1, 2].map((axis) => number(cellStart + axis));
    const angles = [0, 1, 2].map((axis) => number(cellStart + columns + axis));
    const metric = metricOf(lengths, angles);
    if (metric === undefined) continue;
    sums.fill(0);
    visitPairs(fractions, atoms, metric, cutoff, (site, neighbor, distance, vector) => {
      const start = ((siteOf[site] as number) * slots + (slotOf[neighbor] as number)) * features;
      const weight = (2.5 / distance) ** 2;
      shells.forEach(({ radius, sharpness }, k) => {
        const exponent = (distance - radius) ** 2 * sharpness;
        if (exponent > 16) return; // less than a float32 would show
        sums[start + k] = (sums[start + k] as number) + weight * Math.exp(-exponent);
      });
      let isDirected = false;
      directionShells.forEach(({ radius, sharpness }, k) => {
        const exponent = (distance - radius) ** 2 * sharpness;
        if (exponent > 16) return;
        if (!isDirected) {
          const [x, y, z] = vector();
          solidHarmonics(x / distance, y / distance, z / distance, harmonics);
          isDirected = true;
        }
        const value = weight * Math.exp(-exponent);
        for (let component = 0; component < harmonicComponents; component++) {
          const place = start + shells.length + component * directionShells.length + k;
          sums[place] = (sums[place] as number) + value * (harmonics[component] as number);
        }
      });
    });
    environments.set(sums, crystal * size);
  }
  return environments;
}

/**
 * Numbers that describe the neighbours of a site in one slot.
 *
 * @param config - radii
 * @returns one for each radius, and `harmonicComponents` for each radius of directions
 */
export function environmentFeatures({
  radii,
  directionRadii,
}: Pick<EnvironmentConfig, "radii" | "directionRadii">): number {
  return radii.length + harmonicComponents * directionRadii.length;
}

/** A Gaussian around a radius. */
interface Shell {
  readonly radius: number;
  readonly sharpness: number;
}

function shellsOf(radii: readonly number[]): Shell[] {
  const widths = spacings(radii);
  return radii.map((radius, k) => ({
    radius,
    sharpness: 1 / (2 * (0.8 * (widths[k] as number)) ** 2),
  }));
}

/** Distance between the neighbours of every number, as `numpy.gradient` takes it. */
function spacings(numbers: readonly number[]): number[] {
  const at = (index: number): number => numbers[index] as number;
  const last = numbers.length - 1;
  return numbers.map((_, k) => {
    if (k === 0) return at(1) - at(0);
    if (k === last) return at(last) - at(last - 1);
    return (at(k + 1) - at(k - 1)) / 2;
  });
}

/** Scalar products of the cell's vectors: aa, bb, cc, 2bc, 2ac, 2ab; and how far planes lie apart. */
interface Metric {
  readonly products: readonly [number, number, number, number, number, number];
  readonly heights: readonly [number, number, number];
  /** Vectors of the cell, Cartesian: a along x, b in the plane of x and y. */
  readonly vectors: readonly [Vector3, Vector3, Vector3];
}

function metricOf(lengths: readonly number[], angles: readonly number[]): Metric | undefined {
  const [a, b, c] = lengths as [number, number, number];
  const [x, y, z] = angles.map((angle) => Math.cos((angle * Math.PI) / 180)) as [
    number,
    number,
    number,
  ];
  const square = 1 - x * x - y * y - z * z + 2 * x * y * z;
  if (!(square > 1e-6) || !(a * b * c > 0)) return undefined;
  const root = Math.sqrt(square);
  const sine = Math.sqrt(1 - z * z);
  const along = (x - y * z) / sine;
  return {
    vectors: [
      [a, 0, 0],
      [b * z, b * sine, 0],
      [c * y, c * along, (c * root) / sine],
    ],
    products: [a * a, b * b, c * c, 2 * b * c * x, 2 * a * c * y, 2 * a * b * z],
    heights: [
      (a * root) / Math.sqrt(1 - x * x),
      (b * root) / Math.sqrt(1 - y * y),
      (c * root) / Math.sqrt(1 - z * z),
    ],
  };
}

function visitPairs(
  fractions: Float64Array,
  atoms: number,
  { products, heights, vectors }: Metric,
  cutoff: number,
  visit: (site: number, neighbor: number, distance: number, vector: () => Vector3) => void,
): void {
  const [aa, bb, cc, bc, ac, ab] = products;
  // Differences are wrapped to at most a half.
  const [p, q, r] = heights.map((height) => Math.ceil(cutoff / height + 0.5) - 1) as [
    number,
    number,
    number,
  ];
  const limit = cutoff * cutoff;
  const wrap = (difference: number): number => difference - Math.round(difference);
  for (let site = 0; site < atoms; site++) {
    for (let neighbor = site; neighbor < atoms; neighbor++) {
      const part = (axis: number): number =>
        wrap((fractions[3 * neighbor + axis] as number) - (fractions[3 * site + axis] as number));
      const [x0, y0, z0] = [part(0), part(1), part(2)];
      for (let i = -p; i <= p; i++) {
        const x = x0 + i;
        for (let j = -q; j <= q; j++) {
          const y = y0 + j;
          const flat = aa * x * x + bb * y * y + ab * x * y;
          const slope = bc * y + ac * x;
          for (let k = -r; k <= r; k++) {
            const z = z0 + k;
            const squared = flat + z * (cc * z + slope);
            if (squared > limit || squared < 1e-6) continue;
            const distance = Math.sqrt(squared);
            const vector = (sign: number) => (): Vector3 => {
              const [va, vb, vc] = vectors;
              return [0, 1, 2].map(
                (axis) =>
                  sign *
                  (x * (va[axis] as number) + y * (vb[axis] as number) + z * (vc[axis] as number)),
              ) as unknown as Vector3;
            };
            visit(site, neighbor, distance, vector(1));
            if (neighbor !== site) visit(neighbor, site, distance, vector(-1));
          }
        }
      }
    }
  }
}
