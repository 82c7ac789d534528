import {
  cartesianToFractional,
  createLattice,
  createStructure,
  elementByNumber,
  elementBySymbol,
  latticeFromMatrix,
} from "@ftcp/crystal";
import type { Structure, Vector3 } from "@ftcp/crystal";
import type { CrystalArrays } from "./findArrayColumns.ts";

/**
 * Makes a crystal of arrays.
 *
 * @param arrays - nested lists or flat ones, in rows
 * @returns the crystal
 * @throws RangeError when the arrays do not fit together or hold something else than numbers
 * @throws CrystalError when an element, a lattice or a coordinate is impossible
 */
export function structureFromArrays(arrays: CrystalArrays): Structure {
  const lattice =
    arrays.cell === undefined ? latticeOf(arrays) : latticeFromMatrix(matrixOf(arrays.cell));
  const elements = flatten(arrays.kinds).map((kind) => {
    if (typeof kind === "string") return elementBySymbol(kind.trim()).symbol;
    if (typeof kind === "number" || typeof kind === "bigint") {
      return elementByNumber(Number(kind)).symbol;
    }
    throw new RangeError("the elements must be atomic numbers or symbols");
  });
  const positions = rowsOf(arrays.fractional ?? arrays.cartesian, elements.length);
  const fractionals =
    arrays.fractional === undefined
      ? positions.map((position) => cartesianToFractional(lattice, position))
      : positions;
  return createStructure(lattice, elements, fractionals);
}

function latticeOf({ lengths, angles }: CrystalArrays): ReturnType<typeof createLattice> {
  const [[a, b, c]] = rowsOf(lengths, 1) as [Vector3];
  const [[alpha, beta, gamma]] = rowsOf(angles, 1) as [Vector3];
  return createLattice({ a, b, c, alpha, beta, gamma });
}

function matrixOf(value: unknown): readonly [Vector3, Vector3, Vector3] {
  return rowsOf(value, 3) as [Vector3, Vector3, Vector3];
}

/** Rows of three numbers. */
function rowsOf(value: unknown, count: number): Vector3[] {
  const numbers = flatten(value).map((each) => {
    if (typeof each !== "number" || !Number.isFinite(each)) {
      throw new RangeError("cells and positions must be finite numbers");
    }
    return each;
  });
  if (numbers.length !== 3 * count) {
    throw new RangeError(`${3 * count} numbers are needed, there are ${numbers.length}`);
  }
  return Array.from({ length: count }, (_, row) => [
    numbers[3 * row] ?? 0,
    numbers[3 * row + 1] ?? 0,
    numbers[3 * row + 2] ?? 0,
  ]);
}

function flatten(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(flatten);
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<unknown>);
  return [value];
}
