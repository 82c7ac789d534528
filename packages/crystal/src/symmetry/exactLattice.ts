import type { Matrix3 } from "../geometry/matrix3.ts";
import type { Vector3 } from "../geometry/vector3.ts";
import type { Lattice } from "../lattice/lattice.ts";
import { latticeFromMatrix } from "../lattice/latticeFromMatrix.ts";

/** The lattice of given vectors; parameters that differ by rounding errors alone are made equal. */
export function exactLattice(matrix: Matrix3): Lattice {
  const lattice = latticeFromMatrix(matrix);
  const lengths = unify([lattice.a, lattice.b, lattice.c]);
  const angles = unify([
    snapAngle(lattice.alpha),
    snapAngle(lattice.beta),
    snapAngle(lattice.gamma),
  ]);
  return {
    a: lengths[0],
    b: lengths[1],
    c: lengths[2],
    alpha: angles[0],
    beta: angles[1],
    gamma: angles[2],
    matrix,
  };
}

/** Values that differ by rounding errors alone made equal. */
function unify([first, second, third]: Vector3): Vector3 {
  const isClose = (left: number, right: number): boolean => Math.abs(left - right) < 1e-11 * left;
  const newSecond = isClose(first, second) ? first : second;
  if (isClose(first, third)) return [first, newSecond, first];
  return [first, newSecond, isClose(newSecond, third) ? newSecond : third];
}

function snapAngle(angle: number): number {
  return [60, 90, 120].find((exact) => Math.abs(angle - exact) < 1e-9) ?? angle;
}
