import type { SpaceGroupSetting } from "@ftcp/crystal";

import type { CifPlace } from "../syntax/cifPlace.ts";
import type { CifSymmetrySource } from "./cifSymmetry.ts";
import type { OperationSet } from "./operationSet.ts";

/** One way to understand what a block says of its symmetry. */
export interface SymmetryCandidate {
  /** The operations. */
  readonly set: OperationSet;
  /** Where they were taken from. */
  readonly source: CifSymmetrySource;
  /** The setting that was named; not looked up for listed operators. */
  readonly setting?: SpaceGroupSetting;
}

/** What a block says of its symmetry. */
export interface SymmetryReading {
  /** The possible readings, the preferred one first; one where nothing is ambiguous. */
  readonly candidates: readonly [SymmetryCandidate, ...SymmetryCandidate[]];
  /** What is ambiguous, for a remark; empty where nothing is. */
  readonly question: string;
  /** Where the symmetry is stated. */
  readonly at: CifPlace;
}
