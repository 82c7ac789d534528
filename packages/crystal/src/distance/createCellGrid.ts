import { invertMatrix } from "../geometry/invertMatrix.ts";
import { invertWholeMatrix } from "../geometry/invertWholeMatrix.ts";
import type { Matrix3 } from "../geometry/matrix3.ts";
import { multiplyRow } from "../geometry/multiplyRow.ts";
import type { Vector3 } from "../geometry/vector3.ts";
import type { Lattice } from "../lattice/lattice.ts";
import { reduceBasis } from "../lattice/reduceBasis.ts";

/** Widens the boxes a little, so that rounding cannot put a pair one box too far apart. */
const roundingMargin = 1 + 1e-9;
/** More boxes than this per point are no help; a crystal layer in a long empty cell has many. */
const boxesPerPoint = 2;

/** Points of a periodic cell sorted into boxes, for searches within a radius. */
export interface CellGrid {
  /** The Minkowski-reduced lattice vectors, along which the boxes lie. */
  readonly matrix: Matrix3;
  /** Whole numbers: `matrix = transformation · given vectors`. */
  readonly transformation: Matrix3;
  /** Whole numbers: fractional coordinates in the reduced basis are `f · toReduced`. */
  readonly toReduced: Matrix3;
  /** Distances in Å between the faces of the reduced cell. */
  readonly heights: Vector3;
  /** Number of boxes along each reduced vector. */
  readonly boxes: Vector3;
  /** How many boxes to each side can hold points within the radius. */
  readonly reach: Vector3;
  /** Cartesian coordinates in Å of the points, wrapped into the reduced cell; three each. */
  readonly cartesian: Float64Array;
  /** Reduced lattice vectors that the wrapping took away, three each. */
  readonly wraps: Float64Array;
  /** The box of each point along each reduced vector, three each. */
  readonly boxOf: Int32Array;
  /** Where the points of each box begin in `members`; one more than there are boxes. */
  readonly starts: Int32Array;
  /** Indices of the points, box by box. */
  readonly members: Int32Array;
}

/**
 * Sorts points into boxes at least as wide as a radius, or one box along directions in which the cell is
 * thinner than that.
 *
 * The boxes are cut from the Minkowski-reduced cell, so that they are never much longer than they are
 * wide, however skewed the given vectors are.
 *
 * @param lattice - any lattice
 * @param positions - fractional coordinates, inside the cell or not
 * @param radius - in Å, positive and finite
 */
export function createCellGrid(
  lattice: Lattice,
  positions: readonly Vector3[],
  radius: number,
): CellGrid {
  const { matrix, transformation } = reduceBasis(lattice.matrix);
  const toReduced = invertWholeMatrix(transformation);
  const inverse = invertMatrix(matrix);
  const padded = radius * roundingMargin;
  const heights = ([0, 1, 2] as const).map(
    (column) => 1 / Math.hypot(inverse[0][column], inverse[1][column], inverse[2][column]),
  ) as unknown as Vector3;
  const boxes = countBoxes(heights, padded, boxesPerPoint * positions.length);
  const reach = heights.map((height) =>
    height >= padded ? 1 : Math.ceil(padded / height),
  ) as unknown as Vector3;
  const [countU, countV, countW] = boxes;

  const count = positions.length;
  const cartesian = new Float64Array(3 * count);
  const wraps = new Float64Array(3 * count);
  const boxOf = new Int32Array(3 * count);
  const boxIndex = new Int32Array(count);
  const starts = new Int32Array(countU * countV * countW + 1);
  for (const [index, position] of positions.entries()) {
    const at = 3 * index;
    const reduced = multiplyRow(position, toReduced);
    for (let axis = 0; axis < 3; axis++) {
      const value = reduced[axis] ?? 0;
      const wrap = Math.floor(value);
      const wrapped = value - wrap;
      wraps[at + axis] = wrap;
      // `wrapped` can be rounded up to 1.
      const perAxis = boxes[axis] ?? 1;
      boxOf[at + axis] = Math.min(Math.floor(wrapped * perAxis), perAxis - 1);
      for (let column = 0; column < 3; column++) {
        cartesian[at + column] =
          (cartesian[at + column] as number) + wrapped * (matrix[axis]?.[column] ?? 0);
      }
    }
    const box =
      ((boxOf[at] as number) * countV + (boxOf[at + 1] as number)) * countW +
      (boxOf[at + 2] as number);
    boxIndex[index] = box;
    starts[box + 1] = (starts[box + 1] as number) + 1;
  }
  for (let box = 1; box < starts.length; box++) {
    starts[box] = (starts[box] as number) + (starts[box - 1] as number);
  }
  const members = new Int32Array(count);
  const filled = starts.slice();
  for (let index = 0; index < count; index++) {
    const box = boxIndex[index] as number;
    const place = filled[box] as number;
    members[place] = index;
    filled[box] = place + 1;
  }
  return {
    matrix,
    transformation,
    toReduced,
    heights,
    boxes,
    reach,
    cartesian,
    wraps,
    boxOf,
    starts,
    members,
  };
}

/** As many boxes along each vector as the width allows, but not more in all than are useful. */
function countBoxes(heights: readonly number[], width: number, most: number): Vector3 {
  // Bounded first, so that a radius near zero cannot overflow the product.
  let counts = heights.map((height) => Math.max(1, Math.floor(Math.min(height / width, 2 ** 20))));
  for (;;) {
    const product = counts.reduce((left, right) => left * right, 1);
    if (product <= Math.max(most, 1)) return counts as unknown as Vector3;
    const factor = Math.cbrt(product / Math.max(most, 1));
    counts = counts.map((count) => Math.max(1, Math.floor(count / factor)));
  }
}
