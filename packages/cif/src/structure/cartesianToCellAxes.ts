import type { Lattice, Vector3 } from "@ftcp/crystal";

import type { CifBlock } from "../syntax/cifBlock.ts";
import { readNumber } from "../syntax/readNumber.ts";
import { isPresent } from "./isPresent.ts";

/**
 * How a block's Cartesian coordinates become fractional ones.
 *
 * @param block - the data block; `_atom_sites_fract_tran_matrix_ij` is used where it is given
 * @param lattice - the cell
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
): (position: Vector3) => Vector3 {
  const given = readMatrix(block);
  if (given !== undefined) return given;
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

function readMatrix(block: CifBlock): ((position: Vector3) => Vector3) | undefined {
  const matrix: number[] = [];
  for (const row of [1, 2, 3]) {
    for (const column of [1, 2, 3]) {
      const value = block.value(`_atom_sites_fract_tran_matrix_${row}${column}`);
      if (!isPresent(value)) return undefined;
      matrix.push(readNumber(value.text));
    }
  }
  const shift = [1, 2, 3].map((row) => {
    const value = block.value(`_atom_sites_fract_tran_vector_${row}`);
    return isPresent(value) ? readNumber(value.text) : 0;
  });
  if (![...matrix, ...shift].every(Number.isFinite)) return undefined;
  const along = (row: number, [x, y, z]: Vector3): number =>
    (matrix[3 * row] ?? 0) * x +
    (matrix[3 * row + 1] ?? 0) * y +
    (matrix[3 * row + 2] ?? 0) * z +
    (shift[row] ?? 0);
  return (position) => [along(0, position), along(1, position), along(2, position)];
}

function cosDegrees(angle: number): number {
  return angle === 90 ? 0 : Math.cos((angle * Math.PI) / 180);
}
