import { gramMatrix } from "../geometry/gramMatrix.ts";
import { invertMatrix } from "../geometry/invertMatrix.ts";
import type { Matrix3 } from "../geometry/matrix3.ts";
import { multiplyMatrices } from "../geometry/multiplyMatrices.ts";
import type { Lattice } from "../lattice/lattice.ts";
import { exactLattice } from "./exactLattice.ts";

/** The lattice with the metric averaged over rotations, `Σ Rᵀ G R / n`; its orientation stays. */
export function symmetrizeLattice(lattice: Lattice, rotations: readonly Matrix3[]): Lattice {
  const metric = gramMatrix(lattice.matrix);
  const sum: number[][] = [
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
  ];
  for (const rotation of rotations) {
    const rotated = multiplyMatrices(multiplyMatrices(transpose(rotation), metric), rotation);
    for (const [row, values] of rotated.entries()) {
      for (const [column, value] of values.entries()) {
        const cells = sum[row] ?? [];
        cells[column] = (cells[column] ?? 0) + value / rotations.length;
      }
    }
  }
  const at = (row: number, column: number): number => sum[row]?.[column] ?? NaN;
  const average: Matrix3 = [
    [at(0, 0), at(0, 1), at(0, 2)],
    [at(1, 0), at(1, 1), at(1, 2)],
    [at(2, 0), at(2, 1), at(2, 2)],
  ];
  // A = L Q with triangular L, L Lᵀ = G, and a turn (or mirrored turn) Q, which stays.
  const turn = multiplyMatrices(invertMatrix(factorize(metric)), lattice.matrix);
  return exactLattice(multiplyMatrices(factorize(average), turn));
}

function transpose([a, b, c]: Matrix3): Matrix3 {
  return [
    [a[0], b[0], c[0]],
    [a[1], b[1], c[1]],
    [a[2], b[2], c[2]],
  ];
}

/** The lower triangular L with `L Lᵀ = G`, by Cholesky. */
function factorize([g0, g1, g2]: Matrix3): Matrix3 {
  const a = Math.sqrt(g0[0]);
  const b = g1[0] / a;
  const c = Math.sqrt(g1[1] - b * b);
  const d = g2[0] / a;
  const e = (g2[1] - b * d) / c;
  const f = Math.sqrt(g2[2] - d * d - e * e);
  return [
    [a, 0, 0],
    [b, c, 0],
    [d, e, f],
  ];
}
