import type { Vector3 } from "@ftcp/crystal";
import type { CoordinationNeighbor } from "../coordination/coordination.ts";
import { dot } from "../vector.ts";
import type { AngleMeasure, MotifMeasure } from "./motif.ts";

/**
 * Measures how much neighbours resemble motifs.
 *
 * @param measures - the motifs' measures
 * @param neighbors - the neighbours, none at the atom
 * @returns for each motif about 1 for the motif itself, less for others (body-centred cubic order may be negative); 0
 *   where there are too few neighbours to tell
 */
export function measureMotifs(
  measures: readonly MotifMeasure[],
  neighbors: readonly Pick<CoordinationNeighbor, "position" | "weight">[],
): readonly number[] {
  const positions = neighbors.map(({ position }) => position);
  const lengths = positions.map((position) => Math.sqrt(dot(position, position)));
  const directions = positions.map((position, i): Vector3 => {
    const length = lengths[i] ?? 1;
    return [position[0] / length, position[1] / length, position[2] / length];
  });
  const weights = neighbors.map(({ weight }) => weight);
  let angles: NeighborAngles | undefined;
  return measures.map((measure) => {
    switch (measure.kind) {
      case "singleBond":
        return measureSingleBond(lengths);
      case "harmonics":
        return measureHarmonics(measure.degree, directions);
      case "angles":
        angles ??= findAngles(directions); // the same for all motifs
        return measureAngles(measure, angles, weights);
    }
  });
}

function measureSingleBond(lengths: readonly number[]): number {
  const [nearest, next] = [...lengths].sort((a, b) => a - b);
  if (nearest === undefined) return 0;
  return next === undefined ? 1 : 1 - nearest / next;
}

/**
 * `√(Σᵢⱼ P_l(cos γᵢⱼ)) / N`: the sum over the harmonics of one degree, by their addition theorem, whatever the axes.
 */
function measureHarmonics(degree: 2 | 4 | 6, directions: readonly Vector3[]): number {
  let sum = 0;
  for (const u of directions) {
    for (const v of directions) sum += legendre(degree, dot(u, v));
  }
  return directions.length === 0 ? 0 : Math.sqrt(Math.max(0, sum)) / directions.length;
}

function legendre(degree: 2 | 4 | 6, x: number): number {
  const y = x * x;
  if (degree === 2) return (3 * y - 1) / 2;
  if (degree === 4) return ((35 * y - 30) * y + 3) / 8;
  return (((231 * y - 315) * y + 105) * y - 5) / 16;
}

/** Projections on the equator shorter than this have no azimuth. */
const leastProjection = 1e-12;

/** The angles in radians under which neighbours see each other from the atom. */
interface NeighborAngles {
  readonly count: number;
  /** `[pole, neighbour]`: from the pole. */
  readonly polar: Float64Array;
  /** `[pole, meridian, neighbour]`: from the meridian, symmetric in the two; NaN where one of them is at a pole. */
  readonly azimuth: Float64Array;
}

function findAngles(directions: readonly Vector3[]): NeighborAngles {
  const count = directions.length;
  const polar = new Float64Array(count ** 2);
  const azimuth = new Float64Array(count ** 3).fill(Number.NaN);
  for (const [j, north] of directions.entries()) {
    const flat = directions.map((direction) => project(direction, north));
    for (const [k, direction] of directions.entries()) {
      polar[j * count + k] = Math.acos(clamp(dot(north, direction)));
      const start = flat[k];
      if (start === undefined) continue;
      azimuth[(j * count + k) * count + k] = 0;
      for (let m = 0; m < k; m++) {
        const other = flat[m];
        if (other === undefined) continue;
        const angle = Math.acos(clamp(dot(start, other)));
        azimuth[(j * count + k) * count + m] = angle;
        azimuth[(j * count + m) * count + k] = angle;
      }
    }
  }
  return { count, polar, azimuth };
}

/** Of a pair the surer neighbour is the pole; of equally sure ones each is, half. */
function shareOfPair(pole = 1, meridian = 1): number {
  if (pole === meridian) return 0.5;
  return pole > meridian ? 1 : 0;
}

function measureAngles(
  measure: AngleMeasure,
  { count, polar, azimuth }: NeighborAngles,
  weights: readonly number[],
): number {
  const { average, meridian, pole, third } = measure;
  let [values, norms, greatest] = [0, 0, -Infinity];
  for (let j = 0; j < count; j++) {
    for (let k = 0; k < count; k++) {
      if (k === j) continue;
      const first = polar[j * count + k] ?? 0;
      let [value, norm] = meridian(first);
      const row = (j * count + k) * count;
      const isAtPole = Number.isNaN(azimuth[row + k]);
      for (let m = 0; m < count; m++) {
        if (m === j || m === k || isAtPole) continue;
        const theta = polar[j * count + m] ?? 0;
        const polarValue = pole?.(theta);
        if (polarValue !== undefined) {
          value += polarValue;
          norm++;
        }
        const phi = azimuth[row + m] ?? Number.NaN;
        const more = Number.isNaN(phi) ? undefined : third?.(first, theta, phi);
        if (more === undefined) continue;
        value += more;
        norm++;
      }
      values += average === "pairs" ? value * shareOfPair(weights[j], weights[k]) : value;
      norms += norm;
      greatest = Math.max(greatest, norm > 1e-12 ? value / norm : 0);
    }
  }
  switch (average) {
    case "mean":
      return norms > 1e-12 ? values / norms : 0;
    case "greatest":
      return count > 1 ? greatest : 0;
    case "pairs":
      return count > 3 ? values / (0.5 * count * (6 + (count - 2) * (count - 3))) : 0;
  }
}

/** The direction of a vector's part on the equator; undefined at a pole. */
function project(vector: Vector3, pole: Vector3): Vector3 | undefined {
  const along = dot(vector, pole) / dot(pole, pole);
  const part: Vector3 = [
    vector[0] - along * pole[0],
    vector[1] - along * pole[1],
    vector[2] - along * pole[2],
  ];
  const length = Math.sqrt(dot(part, part));
  if (length < leastProjection) return undefined;
  return [part[0] / length, part[1] / length, part[2] / length];
}

function clamp(cosine: number): number {
  return Math.min(1, Math.max(-1, cosine));
}
