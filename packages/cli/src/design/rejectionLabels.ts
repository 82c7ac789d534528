import type { RejectionReason } from "@ftcp/sampling";

/** Reasons of rejection for people, in the order in which the checks are made. */
export const rejectionLabels: Readonly<Record<RejectionReason, string>> = {
  decodeFailed: "not a crystal",
  invalidDistance: "atoms too close",
  invalidVolume: "cell too small",
  invalidStructure: "other invalid geometry",
  wrongElementCount: "wrong number of elements",
  wrongSiteCount: "wrong number of sites",
  wrongComposition: "wrong elements",
  knownFormula: "formula already known",
  duplicateFormula: "formula of an earlier design",
  invalidPrediction: "no finite prediction",
  outOfTolerance: "too far from the target",
};
