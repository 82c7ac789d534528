import type { OperationSet } from "./operationSet.ts";

/**
 * Whether two sets hold the same operations up to lattice translations.
 *
 * @param left - one set
 * @param right - the other
 * @returns true when each operation of one is in the other
 * @internal
 */
export function isSameSet(left: OperationSet, right: OperationSet): boolean {
  return (
    left.operations.length === right.operations.length &&
    left.operations.every((operation) => right.register.has(operation))
  );
}
