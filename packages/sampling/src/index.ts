export { SamplingError } from "./samplingError.ts";
export type { SamplingErrorCode, SamplingErrorOptions } from "./samplingError.ts";

export type { DesignEncoding, DesignModel, Latents } from "./designModel.ts";
export type { DifferentiableModel, PropertyGradients } from "./differentiableModel.ts";

export { LatentIndex } from "./latents/latentIndex.ts";
export type { LatentIndexContents, LatentIndexFiles } from "./latents/latentIndex.ts";
export { computeLatentStatistics } from "./latents/computeLatentStatistics.ts";
export type { LatentStatistics } from "./latents/computeLatentStatistics.ts";
export { findNearest } from "./latents/findNearest.ts";
export type { NearestCrystal } from "./latents/findNearest.ts";
export { projectLatents } from "./latents/projectLatents.ts";
export type { LatentProjection } from "./latents/projectLatents.ts";
export { applyProjection } from "./latents/applyProjection.ts";

export type {
  AboveTarget,
  BelowTarget,
  PropertyTarget,
  RangeTarget,
  ValueTarget,
} from "./targets/propertyTarget.ts";
export { extremeTarget } from "./targets/extremeTarget.ts";
export { parseTarget } from "./targets/parseTarget.ts";
export { readTarget } from "./targets/readTarget.ts";
export { targetDistance } from "./targets/targetDistance.ts";
export { targetSpreads } from "./targets/targetSpreads.ts";
export { selectSeeds } from "./targets/selectSeeds.ts";
export type { Seed, SelectSeedsOptions } from "./targets/selectSeeds.ts";

export type {
  DesignSamplerName,
  LatentRoot,
  LatentSample,
  SamplerName,
} from "./samplers/latentSample.ts";
export type { LatentStream } from "./samplers/latentStream.ts";
export { latentDistance } from "./samplers/latentDistance.ts";
export { samplePerturbation } from "./samplers/samplePerturbation.ts";
export type { SamplePerturbationOptions } from "./samplers/samplePerturbation.ts";
export { slerp } from "./samplers/slerp.ts";
export { sampleSlerp } from "./samplers/sampleSlerp.ts";
export type { SampleSlerpOptions } from "./samplers/sampleSlerp.ts";
export { sampleRandom } from "./samplers/sampleRandom.ts";
export type { SampleRandomOptions } from "./samplers/sampleRandom.ts";
export { sampleAdaptive } from "./samplers/sampleAdaptive.ts";
export type { AdaptiveStream, SampleAdaptiveOptions } from "./samplers/sampleAdaptive.ts";
export { sampleOptimized } from "./samplers/sampleOptimized.ts";
export type { SampleOptimizedOptions } from "./samplers/sampleOptimized.ts";

export type { CrystalQuality } from "./repair/crystalQuality.ts";
export type { LatentRepairModel } from "./repair/latentRepairModel.ts";
export { measureQuality } from "./repair/measureQuality.ts";
export type { QualityStep, QualityStepName } from "./repair/qualityStep.ts";
export { repairCrystal } from "./repair/repairCrystal.ts";
export type { RepairCrystalOptions, RepairedCrystal } from "./repair/repairCrystal.ts";
export { repairLatents } from "./repair/repairLatents.ts";
export type { RepairedLatents, RepairLatentsOptions } from "./repair/repairLatents.ts";
export type { RepairRecord } from "./repair/repairRecord.ts";
export { volumePerAtomRange } from "./repair/volumePerAtomRange.ts";

export { designCrystals } from "./design/designCrystals.ts";
export type { DesignCheckpoint } from "./design/designCheckpoint.ts";
export type { CompositionConstraint } from "./design/compositionConstraint.ts";
export { fitsRequest } from "./design/fitsRequest.ts";
export type { DesignOptions } from "./design/designOptions.ts";
export type { DesignRepairOptions } from "./design/designRepairOptions.ts";
export type {
  Design,
  DesignEvent,
  DesignFunnel,
  DesignProgress,
  DesignReencoding,
  DesignRepair,
  DesignRoot,
  DesignSummary,
  RejectedCandidate,
  RejectionReason,
} from "./design/designEvent.ts";

export type { GeneratedCrystals } from "./metrics/generatedCrystals.ts";
export { measureStructuralValidity } from "./metrics/measureStructuralValidity.ts";
export { measureCompositionalValidity } from "./metrics/measureCompositionalValidity.ts";
export { measureUniqueness } from "./metrics/measureUniqueness.ts";
export { measureNovelty } from "./metrics/measureNovelty.ts";
export { measureCoverage } from "./metrics/measureCoverage.ts";
export type { CoverageReport, CrystalFingerprint } from "./metrics/measureCoverage.ts";
export { wassersteinDistance } from "./metrics/wassersteinDistance.ts";
export { evaluateGeneratedSet } from "./metrics/evaluateGeneratedSet.ts";
export type {
  EvaluateGeneratedSetOptions,
  GeneratedSetReport,
} from "./metrics/evaluateGeneratedSet.ts";
export { compareCells } from "./metrics/compareCells.ts";
export type { CellErrors } from "./metrics/compareCells.ts";
export { Rediscovery } from "./metrics/rediscovery.ts";
export type { RediscoveryFind, RediscoveryReport } from "./metrics/rediscovery.ts";
