export { CrystalVae } from "./crystalVae.ts";
export type { CrystalVaeParts } from "./crystalVae.ts";
export { createOverlapDifferentiator } from "./createOverlapDifferentiator.ts";
export type { OverlapDifferentiator } from "./overlapDifferentiator.ts";
export { createPropertyDifferentiator } from "./createPropertyDifferentiator.ts";
export type { PropertyDifferentiator } from "./propertyDifferentiator.ts";
export type { EncodedCrystals } from "./encodedCrystals.ts";
export type { Latents } from "./latents.ts";
export { PropertyScaler } from "./propertyScaler.ts";
export type { PropertyScalerJson } from "./propertyScaler.ts";
export type { LabelledRecord, TrainingSource } from "./source/trainingSource.ts";
export type { TrainingCrystal } from "./trainingCrystal.ts";
export { VaeError } from "./vaeError.ts";
export type { VaeErrorCode } from "./vaeError.ts";
export { digestBytes } from "./files/digestBytes.ts";
export { openSealedFile } from "./files/openSealedFile.ts";
export type { SealedFileKind } from "./files/sealedFileKind.ts";
export { sealFile } from "./files/sealFile.ts";
export type { NamedTensor, StoredType } from "./safetensors/namedTensor.ts";
export { createLossWeights } from "./losses/createLossWeights.ts";
export type { LossWeights } from "./losses/lossWeights.ts";
export type { RegressionObjective } from "./losses/regressionObjective.ts";
export { supervisedRegression } from "./losses/supervisedRegression.ts";
export { createNetworkConfig } from "./network/createNetworkConfig.ts";
export type { NetworkOptions } from "./network/createNetworkConfig.ts";
export type { Dropout, DropoutMasks, Network, NetworkInputs } from "./network/network.ts";
export type { EnvironmentConfig, NetworkConfig } from "./network/networkConfig.ts";
export type { WeightPrecision } from "./network/packWeights.ts";
export type { LossTerms, TrainingEvent } from "./training/trainingEvent.ts";
export type { TrainingOptions } from "./training/trainingOptions.ts";
export { trainVae } from "./training/trainVae.ts";
export { compareReconstruction } from "./evaluation/compareReconstruction.ts";
export type {
  ReconstructionComparison,
  ReconstructionErrors,
} from "./evaluation/reconstructionComparison.ts";
export { evaluateVae } from "./evaluation/evaluateVae.ts";
export type {
  DesignMetrics,
  GenerationMetrics,
  PerturbationMetrics,
} from "./evaluation/designMetrics.ts";
export { evaluateGeneration } from "./evaluation/evaluateGeneration.ts";
export type { VaeMetrics } from "./evaluation/vaeMetrics.ts";
export { tfjsEngine } from "./engine/tfjsEngine.ts";
export type {
  EngineAttempt,
  LossFunction,
  LossGraph,
  NumbersByName,
  PreparedLoss,
  TrainingEngine,
} from "./engine/trainingEngine.ts";
export { createOptimizer } from "./optimizer/createOptimizer.ts";
export type { Optimizer } from "./optimizer/optimizer.ts";
export type { OptimizerConfig } from "./optimizer/optimizerConfig.ts";
export { LearningRate } from "./schedule/learningRate.ts";
export type { LearningRateState } from "./schedule/learningRate.ts";
export type { LearningRateSchedule } from "./schedule/learningRateSchedule.ts";
export { createPreset } from "./presets/createPreset.ts";
export { ftcpPreset } from "./presets/ftcpPreset.ts";
export { paperPreset } from "./presets/paperPreset.ts";
export { referencePreset } from "./presets/referencePreset.ts";
export type { PresetName, PresetSize, TrainingPreset } from "./presets/trainingPreset.ts";
export type { ConvolutionConfig } from "./network/convolutional/convolutionConfig.ts";
