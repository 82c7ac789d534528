import { dotProduct } from "../geometry/dotProduct.ts";
import { determinant } from "../geometry/determinant.ts";
import { invertMatrix } from "../geometry/invertMatrix.ts";
import type { Matrix3 } from "../geometry/matrix3.ts";
import type { Vector3 } from "../geometry/vector3.ts";
import type { LatticeParameters } from "../lattice/lattice.ts";

/** A lattice vector. */
interface Candidate {
  readonly coefficients: Vector3;
  readonly cartesian: Vector3;
  readonly length: number;
}

/**
 * All whole W for which the cell `W · lattice` has nearly the shape of a target cell and a given volume.
 *
 * @param matrix - lattice vectors as rows
 * @param target - the lengths and angles wanted
 * @param multiple - the wanted `|det W|`: 1 for cells of the lattice itself, more for supercells
 * @param lengthTolerance - each length may differ by the factor `1 + lengthTolerance`
 * @param angleTolerance - each angle may differ by this, in degrees
 */
export function findLatticeMappings(
  matrix: Matrix3,
  target: LatticeParameters,
  multiple: number,
  lengthTolerance: number,
  angleTolerance: number,
): readonly Matrix3[] {
  const wanted = [target.a, target.b, target.c] as const;
  const factor = (1 + lengthTolerance) * (1 + slack);
  const radius = Math.max(...wanted) * factor;
  const inverse = invertMatrix(matrix);
  const [highX = 0, highY = 0, highZ = 0] = ([0, 1, 2] as const).map((column) =>
    Math.floor(
      radius * Math.hypot(inverse[0][column], inverse[1][column], inverse[2][column]) + 1e-9,
    ),
  );
  const [shortest, longest] = [Math.min(...wanted) / factor, radius];
  const candidates: [Candidate[], Candidate[], Candidate[]] = [[], [], []];
  const [[ax, ay, az], [bx, by, bz], [cx, cy, cz]] = matrix;
  for (let x = -highX; x <= highX; x++) {
    for (let y = -highY; y <= highY; y++) {
      for (let z = -highZ; z <= highZ; z++) {
        const cartesianX = x * ax + y * bx + z * cx;
        const cartesianY = x * ay + y * by + z * cy;
        const cartesianZ = x * az + y * bz + z * cz;
        const length = Math.sqrt(cartesianX ** 2 + cartesianY ** 2 + cartesianZ ** 2);
        if (length > longest || length < shortest) continue;
        const candidate: Candidate = {
          coefficients: [x + 0, y + 0, z + 0],
          cartesian: [cartesianX, cartesianY, cartesianZ],
          length,
        };
        for (const row of [0, 1, 2] as const) {
          if (length <= wanted[row] * factor && length >= wanted[row] / factor) {
            candidates[row].push(candidate);
          }
        }
      }
    }
  }
  // Cosines fall with the angle: no need for arc cosines of all pairs.
  const bounds = (angle: number): readonly [number, number] => [
    cosine(Math.min(angle + angleTolerance, 180)),
    cosine(Math.max(angle - angleTolerance, 0)),
  ];
  const [lowAlpha, highAlpha] = bounds(target.alpha);
  const [lowBeta, highBeta] = bounds(target.beta);
  const [lowGamma, highGamma] = bounds(target.gamma);
  const mappings: Matrix3[] = [];
  for (const a of candidates[0]) {
    const possible = candidates[2].filter((c) => within(a, c, lowBeta, highBeta));
    if (possible.length === 0) continue;
    for (const b of candidates[1]) {
      if (!within(a, b, lowGamma, highGamma)) continue;
      for (const c of possible) {
        if (!within(b, c, lowAlpha, highAlpha)) continue;
        const mapping: Matrix3 = [a.coefficients, b.coefficients, c.coefficients];
        if (Math.abs(determinant(mapping)) === multiple) mappings.push(mapping);
      }
    }
  }
  return mappings;
}

/** Rounding must not exclude the cell itself when the tolerance is 0. */
const slack = 1e-9;

function within(left: Candidate, right: Candidate, low: number, high: number): boolean {
  const cosine = dotProduct(left.cartesian, right.cartesian) / (left.length * right.length);
  return cosine >= low - slack && cosine <= high + slack;
}

function cosine(degrees: number): number {
  return Math.cos((degrees * Math.PI) / 180);
}
