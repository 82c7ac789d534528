export { FingerprintError } from "./fingerprintError.ts";
export type { FingerprintErrorCode } from "./fingerprintError.ts";
export type {
  Coordination,
  CoordinationChoice,
  CoordinationNeighbor,
} from "./coordination/coordination.ts";
export type { CoordinationOptions } from "./coordination/coordinationOptions.ts";
export { findCoordinations } from "./coordination/findCoordinations.ts";
export { dissimilarity } from "./dissimilarity.ts";
export { findMostSimilar } from "./findMostSimilar.ts";
export type { MostSimilar } from "./findMostSimilar.ts";
export { fingerprintLabels } from "./fingerprintLabels.ts";
export { fingerprintSites } from "./fingerprintSites.ts";
export { fingerprintStructure } from "./fingerprintStructure.ts";
export type { FingerprintOptions, SiteStatistic } from "./fingerprintStructure.ts";
export { compositionLabels } from "./composition/compositionLabels.ts";
export { fingerprintComposition } from "./composition/fingerprintComposition.ts";
export { standardizeFingerprints } from "./composition/standardizeFingerprints.ts";
