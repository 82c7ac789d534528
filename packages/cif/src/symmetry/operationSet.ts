import type { Matrix3, SymmetryOperation } from "@ftcp/crystal";

import type { OperationRegister } from "./operationRegister.ts";

/** Symmetry operations as the expansion needs them. */
export interface OperationSet {
  /** The distinct operations, the identity first. */
  readonly operations: readonly SymmetryOperation[];
  /** The same operations, to look them up. */
  readonly register: OperationRegister;
  /** The distinct rotations. */
  readonly rotations: readonly Matrix3[];
  /** Whether the identity was among the operations given. */
  readonly hadIdentity: boolean;
  /** Whether they are a group up to lattice translations. */
  readonly isGroup: boolean;
  /** The same numbers in a row, twelve an operation: the rows of the rotation, each with its shift. */
  readonly matrices: Float64Array;
}
