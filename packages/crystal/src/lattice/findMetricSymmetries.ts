import { determinant } from "../geometry/determinant.ts";
import { dotProduct } from "../geometry/dotProduct.ts";
import { gramMatrix } from "../geometry/gramMatrix.ts";
import type { Matrix3 } from "../geometry/matrix3.ts";
import { multiplyRow } from "../geometry/multiplyRow.ts";
import type { Vector3 } from "../geometry/vector3.ts";

/** The 26 combinations of -1, 0 and 1 without 0 0 0; between reduced bases no others occur. */
const combinations: readonly Vector3[] = [-1, 0, 1]
  .flatMap((x) => [-1, 0, 1].flatMap((y) => [-1, 0, 1].map((z): Vector3 => [x, y, z])))
  .filter((vector) => vector.some((value) => value !== 0));

/**
 * The proper changes of basis that (nearly) keep the shape of a reduced cell: all whole W with entries
 * -1, 0, 1 and determinant 1 for which `|W G Wᵀ - G|ᵢⱼ ≤ tolerance |aᵢ| |aⱼ|`.
 *
 * @param matrix - rows of a Niggli-reduced cell
 * @param tolerance - relative; with 0.02 also cells that are only nearly symmetric count
 */
export function findMetricSymmetries(matrix: Matrix3, tolerance: number): readonly Matrix3[] {
  const metric = gramMatrix(matrix);
  const lengths = [0, 1, 2].map((row) => Math.sqrt(at(metric, row, row)));
  const allowed = (row: number, column: number): number =>
    tolerance * (lengths[row] ?? 0) * (lengths[column] ?? 0);
  // For each row of W, the combinations that have the right length, with their products with G.
  const candidates = [0, 1, 2].map((row) =>
    combinations
      .map((vector) => ({ vector, product: multiplyRow(vector, metric) }))
      .filter(
        ({ vector, product }) =>
          Math.abs(dotProduct(vector, product) - at(metric, row, row)) <= allowed(row, row),
      ),
  );
  const [first = [], second = [], third = []] = candidates;
  const found: Matrix3[] = [];
  for (const a of first) {
    for (const b of second) {
      if (Math.abs(dotProduct(a.product, b.vector) - metric[0][1]) > allowed(0, 1)) continue;
      for (const c of third) {
        if (Math.abs(dotProduct(a.product, c.vector) - metric[0][2]) > allowed(0, 2)) continue;
        if (Math.abs(dotProduct(b.product, c.vector) - metric[1][2]) > allowed(1, 2)) continue;
        const matrixW: Matrix3 = [a.vector, b.vector, c.vector];
        if (determinant(matrixW) === 1) found.push(matrixW);
      }
    }
  }
  return found;
}

function at(matrix: Matrix3, row: number, column: number): number {
  return matrix[row]?.[column] ?? 0;
}
