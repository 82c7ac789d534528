export { FeaturizeError } from "./featurizeError.ts";
export type { FeaturizeErrorCode, FeaturizeErrorData } from "./featurizeError.ts";

export type {
  TensorBlock,
  TensorEncoder,
  TensorFileEnd,
  TensorFormat,
} from "./format/tensorFormat.ts";

export type {
  BlockName,
  FactorConvention,
  FactorPart,
  FtcpLayout,
  LayoutBlock,
} from "./layout/ftcpLayout.ts";
export { blockOf } from "./layout/blockOf.ts";
export { describeColumn } from "./layout/describeColumn.ts";
export type { ColumnDescription } from "./layout/describeColumn.ts";
export { describeRow } from "./layout/describeRow.ts";
export type { RowDescription } from "./layout/describeRow.ts";
export type { RowAddress } from "./layout/rowAddress.ts";
export { rowOf } from "./layout/rowOf.ts";
export { createLayout } from "./layout/createLayout.ts";
export type { LayoutOptions } from "./layout/layoutOptions.ts";
export { layoutPresets } from "./layout/layoutPresets.ts";
export type { LayoutPreset } from "./layout/layoutPresets.ts";
export type { EntryAddress } from "./layout/entryAddress.ts";
export { placeOf } from "./layout/placeOf.ts";
export { planesOf } from "./layout/planesOf.ts";
export { millerPlanes } from "./layout/millerPlanes.ts";
export { parseLayout } from "./layout/parseLayout.ts";

export { cgcnnPropertyTable } from "./property/cgcnnPropertyTable.ts";
export { createPropertyTable } from "./property/createPropertyTable.ts";
export { describeProperty } from "./property/describeProperty.ts";
export { lookUpProperties } from "./property/lookUpProperties.ts";
export { oneHotPropertyTable } from "./property/oneHotPropertyTable.ts";
export { parsePropertyTable } from "./property/parsePropertyTable.ts";
export type { PropertyTable } from "./property/propertyTable.ts";
export { scalarPropertyTable } from "./property/scalarPropertyTable.ts";
export type { ScalarProperty } from "./property/scalarPropertyTable.ts";
export { describePropertyBit } from "./property/describePropertyBit.ts";
export { elementalProperties } from "./property/elementalProperties.ts";
export type { ElementalProperties } from "./property/elementalProperties.ts";
export { propertyBlocks } from "./property/propertyBlocks.ts";
export type { PropertyBlock } from "./property/propertyBlocks.ts";
export { propertyVector } from "./property/propertyVector.ts";

export { createWebWorkerPool } from "./parallel/createWebWorkerPool.ts";
export type { WebWorker } from "./parallel/createWebWorkerPool.ts";
export type { FeaturizeBatch, FeaturizedBatch, PrepareItem } from "./parallel/featurizeBatch.ts";
export type { FeaturizePool } from "./parallel/featurizePool.ts";
export type { PlainError } from "./parallel/plainError.ts";
export { serveFeaturize } from "./parallel/serveFeaturize.ts";
export type { WorkerScope } from "./parallel/serveFeaturize.ts";

export { siteWeights } from "./structureFactors/siteWeights.ts";
export type { SiteWeightKind, WeightedSites } from "./structureFactors/siteWeights.ts";
export { structureFactors } from "./structureFactors/structureFactors.ts";
export type {
  StructureFactorMethod,
  StructureFactorOptions,
  StructureFactors,
} from "./structureFactors/structureFactors.ts";

export { defeaturize } from "./tensor/defeaturize.ts";
export type { DefeaturizeIssue, DefeaturizeResult } from "./tensor/defeaturize.ts";
export { featurize } from "./tensor/featurize.ts";
export { featurizeAll } from "./tensor/featurizeAll.ts";
export type {
  Featurizable,
  FeaturizeAllOptions,
  FeaturizeInPoolOptions,
  FeaturizeItem,
  FeaturizeProgress,
} from "./tensor/featurizeAll.ts";
export { featurizeInto } from "./tensor/featurizeInto.ts";
export { FtcpScaler } from "./tensor/ftcpScaler.ts";
export type { CellScaling, FtcpScalerJson, ScalerOptions } from "./tensor/ftcpScaler.ts";
export type { FtcpTensor } from "./tensor/ftcpTensor.ts";
export { toNdarray } from "./tensor/toNdarray.ts";
