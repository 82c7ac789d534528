import type { SpaceGroupSetting, SymmetryOperation } from "@ftcp/crystal";

/**
 * Where the symmetry of a crystal was taken from: the listed `"operators"`, the `"hall"` symbol, the
 * `"hermannMauguin"` symbol, the `"number"` of the International Tables, or `"assumed"` when the file
 * says nothing at all (P 1, with a warning).
 */
export type CifSymmetrySource = "operators" | "hall" | "hermannMauguin" | "number" | "assumed";

/** The space group that a crystal was expanded by. */
export interface CifSymmetry {
  /** All operations that were applied, the identity first; one for P 1. */
  readonly operations: readonly SymmetryOperation[];
  /** Where they were taken from. */
  readonly source: CifSymmetrySource;
  /** The setting of the International Tables with these operations, if there is one. */
  readonly setting?: SpaceGroupSetting;
}
