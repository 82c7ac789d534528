import { latticeVolume } from "@ftcp/crystal";
import type { Lattice, Vector3 } from "@ftcp/crystal";

import type { DiagnosticLog } from "../diagnosticLog.ts";
import type { CifBlock } from "../syntax/cifBlock.ts";
import type { CifValue } from "../syntax/cifValue.ts";
import { readNumber } from "../syntax/readNumber.ts";
import { isPresent } from "./isPresent.ts";

/** Relative difference of volumes that no rounding of a matrix explains. */
const volumeTolerance = 0.01;

/** Three rows of three numbers and a shift, from the Cartesian frame to the cell or back. */
interface Transformation {
  /** The matrix, row by row. */
  readonly matrix: readonly number[];
  /** The shift that is added afterwards. */
  readonly shift: readonly number[];
}

/**
 * How a block's Cartesian coordinates become fractional ones.
 *
 * @param block - the data block; the transformation it gives is used, in either direction, under the
 * names of the core dictionary or of mmCIF
 * @param lattice - the cell
 * @param log - receives a remark when the transformation does not belong to the cell
 * @returns a function from Cartesian coordinates in Å to fractional ones, not wrapped
 *
 * @remarks
 * Without a matrix the convention of most programs is taken: a along x, b in the xy plane. Mind that
 * this is not the orientation of `createLattice`.
 *
 * @internal
 */
export function cartesianToCellAxes(
  block: CifBlock,
  lattice: Lattice,
  log: DiagnosticLog,
): (position: Vector3) => Vector3 {
  const given = readTransformation(block, "fract") ?? invert(readTransformation(block, "cartn"));
  if (given !== undefined) {
    const size = Math.abs(determinant(given.matrix)) * latticeVolume(lattice);
    if (Math.abs(size - 1) < volumeTolerance) return (position) => apply(given, position);
    log.note(
      "warning",
      "CIF_CELL_CONTRADICTION",
      "the matrix for Cartesian coordinates does not belong to the cell; a along x and b in the xy plane are taken",
      matrixPlace(block),
    );
  }
  const { a, b, c } = lattice;
  const cosAlpha = cosDegrees(lattice.alpha);
  const cosBeta = cosDegrees(lattice.beta);
  const cosGamma = cosDegrees(lattice.gamma);
  const sinGamma = Math.sqrt(1 - cosGamma ** 2);
  const cy = (c * (cosAlpha - cosBeta * cosGamma)) / sinGamma;
  const cz = Math.sqrt(c ** 2 - (c * cosBeta) ** 2 - cy ** 2);
  return ([x, y, z]) => {
    const w = z / cz;
    const v = (y - w * cy) / (b * sinGamma);
    return [(x - v * b * cosGamma - w * c * cosBeta) / a, v, w];
  };
}

function matrixPlace(block: CifBlock): CifValue | CifBlock {
  return elementOf(block, "fract", 1, 1) ?? elementOf(block, "cartn", 1, 1) ?? block;
}

function elementOf(
  block: CifBlock,
  target: "fract" | "cartn",
  row: number,
  column: number,
): CifValue | undefined {
  return (
    block.value(`_atom_sites_${target}_tran_matrix_${row}${column}`) ??
    block.value(`_atom_sites_${target}_transf_matrix[${row}][${column}]`)
  );
}

function readTransformation(
  block: CifBlock,
  target: "fract" | "cartn",
): Transformation | undefined {
  const matrix: number[] = [];
  for (const row of [1, 2, 3]) {
    for (const column of [1, 2, 3]) {
      const value = elementOf(block, target, row, column);
      if (!isPresent(value)) return undefined;
      matrix.push(readNumber(value.text));
    }
  }
  const shift = [1, 2, 3].map((row) => {
    const value =
      block.value(`_atom_sites_${target}_tran_vector_${row}`) ??
      block.value(`_atom_sites_${target}_transf_vector[${row}]`);
    return isPresent(value) ? readNumber(value.text) : 0;
  });
  return [...matrix, ...shift].every(Number.isFinite) ? { matrix, shift } : undefined;
}

function invert(transformation: Transformation | undefined): Transformation | undefined {
  if (transformation === undefined) return undefined;
  const { matrix, shift } = transformation;
  const [p = 0, q = 0, r = 0, s = 0, t = 0, u = 0, v = 0, w = 0, x = 0] = matrix;
  const size = determinant(matrix);
  if (!(Math.abs(size) > 0)) return undefined;
  const inverse = [
    ...[t * x - u * w, r * w - q * x, q * u - r * t],
    ...[u * v - s * x, p * x - r * v, r * s - p * u],
    ...[s * w - t * v, q * v - p * w, p * t - q * s],
  ].map((cofactor) => cofactor / size);
  const back: Transformation = { matrix: inverse, shift: [0, 0, 0] };
  const [i = 0, j = 0, k = 0] = shift;
  return { matrix: inverse, shift: apply(back, [i, j, k]).map((component) => -component) };
}

function determinant(matrix: readonly number[]): number {
  const [p = 0, q = 0, r = 0, s = 0, t = 0, u = 0, v = 0, w = 0, x = 0] = matrix;
  return p * (t * x - u * w) - q * (s * x - u * v) + r * (s * w - t * v);
}

function apply({ matrix, shift }: Transformation, [x, y, z]: Vector3): Vector3 {
  const along = (row: number): number =>
    (matrix[3 * row] ?? 0) * x +
    (matrix[3 * row + 1] ?? 0) * y +
    (matrix[3 * row + 2] ?? 0) * z +
    (shift[row] ?? 0);
  return [along(0), along(1), along(2)];
}

function cosDegrees(angle: number): number {
  return angle === 90 ? 0 : Math.cos((angle * Math.PI) / 180);
}
