import { composeOperations } from "@ftcp/crystal";
import type { Matrix3, SymmetryOperation } from "@ftcp/crystal";

import { OperationRegister } from "./operationRegister.ts";
import type { OperationSet } from "./operationSet.ts";

/** The one operation of P 1. */
const identity: SymmetryOperation = {
  rotation: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  translation: [0, 0, 0],
};

/**
 * Drops operations that are equal up to lattice translations, puts the identity first, and tells whether
 * the rest is a group.
 *
 * @param operations - operations in any order; the identity may be missing
 * @returns the set, with the identity
 * @internal
 */
export function createOperationSet(operations: readonly SymmetryOperation[]): OperationSet {
  const register = new OperationRegister();
  register.add(identity);
  // The identity without its lattice translation: images keep the written coordinates.
  const distinct: SymmetryOperation[] = [identity];
  const given = new OperationRegister();
  for (const operation of operations) {
    given.add(operation);
    if (register.add(operation)) distinct.push(operation);
  }
  const matrices = new Float64Array(12 * distinct.length);
  const rotations = new Map<string, Matrix3>();
  distinct.forEach(({ rotation, translation }, index) => {
    rotations.set(rotation.join(), rotation);
    rotation.forEach((row, axis) => {
      matrices.set(row, 12 * index + 4 * axis);
      matrices[12 * index + 4 * axis + 3] = translation[axis] ?? NaN;
    });
  });
  return {
    operations: distinct,
    register,
    rotations: [...rotations.values()],
    hadIdentity: given.has(identity),
    isGroup: isClosed(distinct, register),
    matrices,
  };
}

/**
 * Whether all products are in the register. The group is built up from generators, so that not all
 * pairs need to be multiplied.
 */
function isClosed(operations: readonly SymmetryOperation[], all: OperationRegister): boolean {
  const reached = new OperationRegister();
  reached.add(identity);
  const elements: SymmetryOperation[] = [identity];
  const generators: SymmetryOperation[] = [];
  for (const operation of operations) {
    if (reached.has(operation)) continue;
    generators.push(operation);
    // The list grows while it is walked through.
    for (const element of elements) {
      for (const generator of generators) {
        const product = composeOperations(element, generator);
        if (!all.has(product)) return false;
        if (reached.add(product)) elements.push(product);
      }
    }
  }
  return true;
}
