import { angleBetween } from "../geometry/angleBetween.ts";
import { determinant } from "../geometry/determinant.ts";
import { invertMatrix } from "../geometry/invertMatrix.ts";
import type { Matrix3 } from "../geometry/matrix3.ts";
import { multiplyRow } from "../geometry/multiplyRow.ts";
import type { Vector3 } from "../geometry/vector3.ts";
import type { Lattice } from "../lattice/lattice.ts";

/**
 * All whole unimodular W for which the cell `W · lattice` has nearly the shape of a target cell.
 *
 * @param lattice - the lattice to find cells of
 * @param target - the lattice with the wanted lengths and angles
 * @param lengthTolerance - each length may differ by the factor `1 + lengthTolerance`
 * @param angleTolerance - each angle may differ by this, in degrees
 */
export function findLatticeMappings(
  lattice: Lattice,
  target: Lattice,
  lengthTolerance: number,
  angleTolerance: number,
): readonly Matrix3[] {
  const wanted = [target.a, target.b, target.c] as const;
  const factor = 1 + lengthTolerance;
  const radius = Math.max(...wanted) * factor;
  const inverse = invertMatrix(lattice.matrix);
  const [highX = 0, highY = 0, highZ = 0] = ([0, 1, 2] as const).map((column) =>
    Math.floor(
      radius * Math.hypot(inverse[0][column], inverse[1][column], inverse[2][column]) + 1e-9,
    ),
  );
  interface Candidate {
    readonly coefficients: Vector3;
    readonly cartesian: Vector3;
  }
  const candidates: [Candidate[], Candidate[], Candidate[]] = [[], [], []];
  for (let x = -highX; x <= highX; x++) {
    for (let y = -highY; y <= highY; y++) {
      for (let z = -highZ; z <= highZ; z++) {
        const coefficients: Vector3 = [x + 0, y + 0, z + 0];
        const cartesian = multiplyRow(coefficients, lattice.matrix);
        const length = Math.hypot(...cartesian);
        for (const row of [0, 1, 2] as const) {
          if (length <= wanted[row] * factor && length >= wanted[row] / factor) {
            candidates[row].push({ coefficients, cartesian });
          }
        }
      }
    }
  }
  const near = (left: Candidate, right: Candidate, angle: number): boolean =>
    Math.abs(angleBetween(left.cartesian, right.cartesian) - angle) <= angleTolerance;
  const mappings: Matrix3[] = [];
  for (const a of candidates[0]) {
    for (const b of candidates[1]) {
      if (!near(a, b, target.gamma)) continue;
      for (const c of candidates[2]) {
        const mapping: Matrix3 = [a.coefficients, b.coefficients, c.coefficients];
        if (
          Math.abs(determinant(mapping)) === 1 &&
          near(a, c, target.beta) &&
          near(b, c, target.alpha)
        ) {
          mappings.push(mapping);
        }
      }
    }
  }
  return mappings;
}
