import type { RejectionReason } from "@ftcp/sampling";

/** Reasons of rejection for people, in the order in which the checks are made. */
export const rejectionLabels: Readonly<Record<RejectionReason, string>> = {
  decodeFailed: "not a crystal",
  wrongElementCount: "wrong number of elements",
  wrongSiteCount: "wrong number of sites",
  wrongComposition: "wrong elements",
  notNeutral: "charges do not balance",
  knownFormula: "formula already known",
  duplicateFormula: "formula of an earlier design",
  notSymmetric: "space group P1",
  invalidDistance: "atoms too close",
  invalidVolume: "cell too small",
  tightAtoms: "atoms closer than their radii allow",
  invalidDensity: "too dense or too thin",
  invalidStructure: "other invalid geometry",
  knownStructure: "structure already known",
  duplicateStructure: "structure of an earlier design",
  invalidPrediction: "no finite prediction",
  outOfTolerance: "too far from the target",
};
