import { createLattice } from "@ftcp/crystal";
import type { Lattice, Matrix3, SymmetryOperation } from "@ftcp/crystal";

/** A metric that differs by less than this share from its average is the average. */
const relativeRounding = 1e-12;

/**
 * The lattice whose metric the rotations of a space group keep exactly, `Σ Rᵀ G R / n`.
 *
 * @param lattice - a lattice that they keep nearly
 * @param operations - the operations of the group
 * @param tolerance - how far in Å a lattice vector may be from its images
 * @returns the lattice itself where it is exact but for rounding errors; else the average one, with
 *   right-handed vectors in the orientation of `createLattice`; undefined when the rotations do not
 *   keep it within the tolerance
 * @internal
 */
export function averageLattice(
  lattice: Lattice,
  operations: readonly SymmetryOperation[],
  tolerance: number,
): Lattice | undefined {
  const lengths = [lattice.a, lattice.b, lattice.c];
  const metric = metricOf(lattice.matrix);
  const sum = [
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
  ];
  let largest = 0;
  for (const { rotation } of operations) {
    for (let row = 0; row < 3; row += 1) {
      for (let column = 0; column < 3; column += 1) {
        const value = transformed(rotation, metric, row, column);
        const size = (lengths[row] ?? 0) * (lengths[column] ?? 0);
        const change = Math.abs(value - (metric[row]?.[column] ?? 0));
        const longest = Math.max(lengths[row] ?? 0, lengths[column] ?? 0);
        if (!(change <= 2 * tolerance * longest)) return undefined;
        largest = Math.max(largest, change / size);
        const cells = sum[row] ?? [];
        cells[column] = (cells[column] ?? 0) + value / operations.length;
      }
    }
  }
  if (largest < relativeRounding) return lattice;
  const at = (row: number, column: number): number => sum[row]?.[column] ?? 0;
  const [a, b, c] = unify([Math.sqrt(at(0, 0)), Math.sqrt(at(1, 1)), Math.sqrt(at(2, 2))]);
  const [alpha, beta, gamma] = unify([
    angle(at(1, 2) / (b * c)),
    angle(at(0, 2) / (a * c)),
    angle(at(0, 1) / (a * b)),
  ]);
  return createLattice({ a, b, c, alpha, beta, gamma });
}

function metricOf(matrix: Matrix3): readonly (readonly number[])[] {
  return matrix.map((left) =>
    matrix.map((right) => left[0] * right[0] + left[1] * right[1] + left[2] * right[2]),
  );
}

/** An element of `Rᵀ G R`. */
function transformed(
  rotation: Matrix3,
  metric: readonly (readonly number[])[],
  row: number,
  column: number,
): number {
  let value = 0;
  for (let i = 0; i < 3; i += 1) {
    for (let j = 0; j < 3; j += 1) {
      value += (rotation[i]?.[row] ?? 0) * (metric[i]?.[j] ?? 0) * (rotation[j]?.[column] ?? 0);
    }
  }
  return value;
}

function angle(cosine: number): number {
  const degrees = (Math.acos(cosine) * 180) / Math.PI;
  return [60, 90, 120].find((exact) => Math.abs(degrees - exact) < 1e-9) ?? degrees;
}

/** Values that differ by rounding errors alone made equal. */
function unify(values: readonly [number, number, number]): readonly [number, number, number] {
  const [first, second, third] = values;
  const isClose = (left: number, right: number): boolean => Math.abs(left - right) < 1e-11 * left;
  const newSecond = isClose(first, second) ? first : second;
  if (isClose(first, third)) return [first, newSecond, first];
  return [first, newSecond, isClose(newSecond, third) ? newSecond : third];
}
