import { determinant } from "../geometry/determinant.ts";
import { gramMatrix } from "../geometry/gramMatrix.ts";
import type { Matrix3 } from "../geometry/matrix3.ts";
import type { Vector3 } from "../geometry/vector3.ts";

/** The 26 combinations of -1, 0 and 1 without 0 0 0; between reduced bases no others occur. */
const combinations: readonly Vector3[] = [-1, 0, 1]
  .flatMap((x) => [-1, 0, 1].flatMap((y) => [-1, 0, 1].map((z): Vector3 => [x, y, z])))
  .filter((vector) => vector.some((value) => value !== 0));

/** The same, three numbers each. */
const entries = Int8Array.from(combinations.flat());
/** Scratch: each combination times the metric. */
const products = new Float64Array(3 * combinations.length);
/** 1 for three combinations, as the digits of a number, whose determinant is 1. */
const isProper = Uint8Array.from(
  combinations.flatMap((a) =>
    combinations.flatMap((b) => combinations.map((c) => (determinant([a, b, c]) === 1 ? 1 : 0))),
  ),
);

/**
 * The proper changes of basis that (nearly) keep the shape of a reduced cell: all whole W with entries
 * -1, 0, 1 and determinant 1 for which `|W G Wᵀ - G|ᵢⱼ ≤ tolerance |aᵢ| |aⱼ|`.
 *
 * @param matrix - rows of a Niggli-reduced cell
 * @param tolerance - relative; with 0.02 also cells that are only nearly symmetric count
 */
export function findMetricSymmetries(matrix: Matrix3, tolerance: number): readonly Matrix3[] {
  const metric = gramMatrix(matrix);
  const aa = metric[0][0];
  const ab = metric[0][1];
  const ac = metric[0][2];
  const bb = metric[1][1];
  const bc = metric[1][2];
  const cc = metric[2][2];
  const a = Math.sqrt(aa);
  const b = Math.sqrt(bb);
  const c = Math.sqrt(cc);
  // For each row of W, the combinations that have the right length, each a bit of a number.
  let first = 0;
  let second = 0;
  let third = 0;
  const toleranceA = tolerance * a * a;
  const toleranceB = tolerance * b * b;
  const toleranceC = tolerance * c * c;
  for (let index = 0; index < combinations.length; index++) {
    const x = entries[3 * index] as number;
    const y = entries[3 * index + 1] as number;
    const z = entries[3 * index + 2] as number;
    const px = x * aa + y * ab + z * ac;
    const py = x * ab + y * bb + z * bc;
    const pz = x * ac + y * bc + z * cc;
    products[3 * index] = px;
    products[3 * index + 1] = py;
    products[3 * index + 2] = pz;
    const squared = x * px + y * py + z * pz;
    if (Math.abs(squared - aa) <= toleranceA) first |= 1 << index;
    if (Math.abs(squared - bb) <= toleranceB) second |= 1 << index;
    if (Math.abs(squared - cc) <= toleranceC) third |= 1 << index;
  }
  const toleranceAB = tolerance * a * b;
  const toleranceAC = tolerance * a * c;
  const toleranceBC = tolerance * b * c;
  const found: Matrix3[] = [];
  for (; first !== 0; first &= first - 1) {
    const i = lowestBit(first);
    const seconds = findPartners(i, second, ab, toleranceAB);
    const thirds = findPartners(i, third, ac, toleranceAC);
    for (let left = seconds; left !== 0; left &= left - 1) {
      const j = lowestBit(left);
      const start = (i * combinations.length + j) * combinations.length;
      for (let rest = thirds; rest !== 0; rest &= rest - 1) {
        const k = lowestBit(rest);
        if (isProper[start + k] !== 1 || Math.abs(multiply(j, k) - bc) > toleranceBC) continue;
        found.push([
          combinations[i] as Vector3,
          combinations[j] as Vector3,
          combinations[k] as Vector3,
        ]);
      }
    }
  }
  return found;
}

/** Of the combinations of a set those whose scalar product with one of them is right. */
function findPartners(index: number, set: number, product: number, tolerance: number): number {
  let partners = 0;
  for (let rest = set; rest !== 0; rest &= rest - 1) {
    const other = lowestBit(rest);
    if (Math.abs(multiply(index, other) - product) <= tolerance) partners |= 1 << other;
  }
  return partners;
}

/** Number of the lowest bit of a set that is not empty. */
function lowestBit(set: number): number {
  return 31 - Math.clz32(set & -set);
}

/** The scalar product of two lattice vectors that are combinations. */
function multiply(left: number, right: number): number {
  const p = 3 * left;
  const v = 3 * right;
  return (
    (products[p] as number) * (entries[v] as number) +
    (products[p + 1] as number) * (entries[v + 1] as number) +
    (products[p + 2] as number) * (entries[v + 2] as number)
  );
}
