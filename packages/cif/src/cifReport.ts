import type { Result, Structure } from "@ftcp/crystal";

import type { CifDiagnostic } from "./cifDiagnostic.ts";
import type { CifError } from "./cifError.ts";
import type { CifSymmetry } from "./symmetry/cifSymmetry.ts";

/** What became of one data block. */
export interface CifBlockReport {
  /** What follows `data_`. */
  readonly name: string;
  /** The crystal or why there is none; `undefined` when the block gives no atomic positions. */
  readonly structure: Result<Structure, CifError> | undefined;
  /** How many symmetry operators were applied: 1 for P 1, 0 without a crystal. */
  readonly symmetryOperations: number;
  /** The symmetry that was applied; `undefined` without a crystal. */
  readonly symmetry: CifSymmetry | undefined;
}

/** What became of a whole CIF. */
export interface CifReport {
  /** The data blocks in the order of the file. */
  readonly blocks: readonly CifBlockReport[];
  /** All remarks: those on the grammar, then those on the crystals. */
  readonly diagnostics: readonly CifDiagnostic[];
}
