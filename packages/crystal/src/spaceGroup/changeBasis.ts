import { translationUnit } from "./exactOperation.ts";
import type { ExactOperation } from "./exactOperation.ts";
import { closeLattice } from "./closeLattice.ts";
import { wrapUnits } from "./wrapUnits.ts";

/** A change of coordinates, `x' = linear · x / 12 + shift / 144`, in whole numbers. */
export interface BasisChange {
  /** Nine numbers by rows, in units of 1/12. */
  readonly linear: readonly number[];
  /** In units of 1/144. */
  readonly shift: readonly number[];
}

/** Operations, one for each rotation part, and the translations of the lattice. */
export interface ExactGroup {
  /** One operation for each rotation part. */
  readonly operations: readonly ExactOperation[];
  /** Lattice translations, 0 0 0 included. */
  readonly translations: readonly (readonly number[])[];
}

/** More lattice points than any useful cell has. */
const maxTranslations = 64;

/**
 * A group in other coordinates, `V S V⁻¹`; undefined when the new axes are no lattice vectors, or a
 * number is no multiple of the unit.
 */
export function changeBasis(
  { operations, translations }: ExactGroup,
  { linear, shift }: BasisChange,
): ExactGroup | undefined {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0] = linear;
  const adjugate = [
    e * i - f * h,
    c * h - b * i,
    b * f - c * e,
    f * g - d * i,
    a * i - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ];
  const determinant = a * (adjugate[0] ?? 0) + b * (adjugate[3] ?? 0) + c * (adjugate[6] ?? 0);
  if (determinant === 0) return undefined;
  let remainders = 0;
  const divide = (value: number, divisor: number): number => {
    remainders += Math.abs(value % divisor);
    return Math.round(value / divisor) + 0;
  };

  // The new axes, in the old coordinates, must be lattice vectors.
  const known = new Set(translations.map((translation) => translation.join()));
  for (let axis = 0; axis < 3; axis += 1) {
    const vector = [0, 3, 6].map((row) =>
      wrapUnits(divide(translationUnit * 12 * (adjugate[row + axis] ?? 0), determinant)),
    );
    if (!known.has(vector.join())) return undefined;
  }
  const axes = [0, 1, 2].map((axis) => [0, 1, 2].map((k) => (k === axis ? translationUnit : 0)));
  const generators = [...translations, ...axes].map((vector) =>
    multiplyVector(linear, vector).map((value) => divide(value, 12)),
  );
  const changed = operations.map((operation) => {
    const rotation = multiplyRows(multiplyRows(linear, operation.slice(0, 9)), adjugate).map(
      (value) => divide(value, determinant),
    );
    const moved = multiplyVector(rotation, shift);
    const translation = multiplyVector(linear, operation.slice(9)).map((value, row) =>
      wrapUnits(divide(value, 12) + (shift[row] ?? 0) - (moved[row] ?? 0)),
    );
    return [...rotation, ...translation];
  });
  const lattice = remainders === 0 ? closeLattice(generators, maxTranslations) : undefined;
  return lattice === undefined ? undefined : { operations: changed, translations: lattice };
}

function multiplyRows(left: readonly number[], right: readonly number[]): number[] {
  return [0, 3, 6].flatMap((row) =>
    [0, 1, 2].map(
      (column) =>
        (left[row] ?? 0) * (right[column] ?? 0) +
        (left[row + 1] ?? 0) * (right[column + 3] ?? 0) +
        (left[row + 2] ?? 0) * (right[column + 6] ?? 0),
    ),
  );
}

function multiplyVector(matrix: readonly number[], vector: readonly number[]): number[] {
  const [x = 0, y = 0, z = 0] = vector;
  return [0, 3, 6].map(
    (row) => (matrix[row] ?? 0) * x + (matrix[row + 1] ?? 0) * y + (matrix[row + 2] ?? 0) * z,
  );
}
