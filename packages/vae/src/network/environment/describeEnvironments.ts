import { blockOf, type FtcpLayout, type FtcpTensor } from "@ftcp/featurize";
import type { EnvironmentConfig } from "../networkConfig.ts";

/**
 * Counts the neighbours of every site by slot and distance:
 *
 * `G[site, slot, k] = Σ (2.5 Å / d)² exp(-(d - r_k)² / 2 s_k²)`, the sum over all atoms of the slot,
 * periodic images included, at a distance d up to the cutoff from the site; `s_k` is 0.8 times the
 * spacing of the radii `r_k` at k.
 *
 * @param tensor - FTCP tensors in physical units, of a layout with all four real-space blocks
 * @param layout - their layout
 * @param config - radii and cutoff in Å
 * @returns `[crystals, sites, slots, radii]`, row-major; 0 for sites without an atom
 *
 * @remarks
 * A function of the tensor alone, whether that came from a structure or from a file: neighbours depend on
 * neither the choice of the cell nor the order of the slots' elements. Sums are float64. A cell without
 * volume has no neighbours.
 */
export function describeEnvironments(
  tensor: FtcpTensor,
  layout: FtcpLayout,
  config: Pick<EnvironmentConfig, "radii" | "cutoff">,
): Float32Array {
  const { radii, cutoff } = config;
  const { maxSites: sites, maxElements: slots, rows, columns } = layout;
  const [count] = tensor.shape;
  const cellStart = blockOf(layout, "cell").start * columns;
  const coordinateStart = blockOf(layout, "coordinates").start * columns;
  const occupancyStart = blockOf(layout, "occupancy").start * columns;
  const sharpness = spacings(radii).map((spacing) => 1 / (2 * (0.8 * spacing) ** 2));
  const size = sites * slots * radii.length;
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
    visitPairs(fractions, atoms, metric, cutoff, (site, neighbor, distance) => {
      const start =
        ((siteOf[site] as number) * slots + (slotOf[neighbor] as number)) * radii.length;
      const weight = (2.5 / distance) ** 2;
      for (let k = 0; k < radii.length; k++) {
        const exponent = (distance - (radii[k] as number)) ** 2 * (sharpness[k] as number);
        if (exponent > 16) continue; // less than a float32 would show
        sums[start + k] = (sums[start + k] as number) + weight * Math.exp(-exponent);
      }
    });
    environments.set(sums, crystal * size);
  }
  return environments;
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
  return {
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
  { products, heights }: Metric,
  cutoff: number,
  visit: (site: number, neighbor: number, distance: number) => void,
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
            visit(site, neighbor, distance);
            if (neighbor !== site) visit(neighbor, site, distance);
          }
        }
      }
    }
  }
}
