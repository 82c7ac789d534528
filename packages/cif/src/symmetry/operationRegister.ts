import type { SymmetryOperation } from "@ftcp/crystal";

/** Shifts are compared in this part of a lattice vector; it holds halves to tenths, 1/12, 1/24, 1/32. */
const shiftUnits = 10_080;

/**
 * A set of symmetry operations that are compared up to lattice translations.
 *
 * @internal
 */
export class OperationRegister {
  readonly #shiftsByRotation = new Map<string, Set<number>>();

  /**
   * Adds an operation.
   *
   * @param operation - the operation
   * @returns false when it was there
   */
  add(operation: SymmetryOperation): boolean {
    const rotation = operation.rotation.join();
    let shifts = this.#shiftsByRotation.get(rotation);
    if (shifts === undefined) {
      shifts = new Set();
      this.#shiftsByRotation.set(rotation, shifts);
    }
    const size = shifts.size;
    shifts.add(shiftKey(operation));
    return shifts.size > size;
  }

  /**
   * Whether an operation is there.
   *
   * @param operation - the operation
   * @returns true when it is
   */
  has(operation: SymmetryOperation): boolean {
    return this.#shiftsByRotation.get(operation.rotation.join())?.has(shiftKey(operation)) ?? false;
  }

  /**
   * How many different rotations there are: the order of the point group.
   *
   * @returns the number
   */
  get rotationCount(): number {
    return this.#shiftsByRotation.size;
  }
}

function shiftKey({ translation: [u, v, w] }: SymmetryOperation): number {
  return (wholeShift(u) * shiftUnits + wholeShift(v)) * shiftUnits + wholeShift(w);
}

function wholeShift(shift: number): number {
  return Math.round((shift - Math.floor(shift)) * shiftUnits) % shiftUnits;
}
