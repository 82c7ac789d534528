import type { Vector3 } from "@ftcp/crystal";
import type { CoordinationNeighbor } from "../coordination/coordination.ts";
import { dot } from "../vector.ts";
import type { AngleMeasure, MotifMeasure } from "./motif.ts";

/**
 * Measures how much neighbours resemble a motif.
 *
 * @param measure - the motif's measure
 * @param neighbors - the neighbours, none at the atom
 * @returns about 1 for the motif itself, less for others (body-centred cubic order may be negative); 0 where there are
 *   too few neighbours to tell
 */
export function measureMotif(
  measure: MotifMeasure,
  neighbors: readonly Pick<CoordinationNeighbor, "position" | "weight">[],
): number {
  const positions = neighbors.map(({ position }) => position);
  const lengths = positions.map((position) => Math.sqrt(dot(position, position)));
  if (measure.kind === "singleBond") return measureSingleBond(lengths);
  const directions = positions.map((position, i): Vector3 => {
    const length = lengths[i] ?? 1;
    return [position[0] / length, position[1] / length, position[2] / length];
  });
  if (measure.kind === "harmonics") return measureHarmonics(measure.degree, directions);
  return measureAngles(
    measure,
    directions,
    neighbors.map(({ weight }) => weight),
  );
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

/** Of a pair the surer neighbour is the pole; of equally sure ones each is, half. */
function shareOfPair(pole = 1, meridian = 1): number {
  if (pole === meridian) return 0.5;
  return pole > meridian ? 1 : 0;
}

function measureAngles(
  measure: AngleMeasure,
  directions: readonly Vector3[],
  weights: readonly number[],
): number {
  const count = directions.length;
  const { average } = measure;
  let [values, norms, greatest] = [0, 0, -Infinity];
  for (const [j, north] of directions.entries()) {
    const polar = directions.map((direction) => Math.acos(clamp(dot(north, direction))));
    const flat = directions.map((direction) => project(direction, north));
    for (const k of directions.keys()) {
      if (k === j) continue;
      const first = polar[k] ?? 0;
      const [start] = [flat[k]];
      let [value, norm] = measure.meridian(first);
      for (const m of directions.keys()) {
        if (m === j || m === k || start === undefined) continue;
        const theta = polar[m] ?? 0;
        const [polarValue, polarNorm] = measure.pole?.(theta) ?? [0, 0];
        value += polarValue;
        norm += polarNorm;
        const other = flat[m];
        if (other === undefined || measure.third === undefined) continue;
        const [more, weight] = measure.third(first, theta, Math.acos(clamp(dot(start, other))));
        value += more;
        norm += weight;
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
