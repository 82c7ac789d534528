export { FeaturizeError } from "./featurizeError.ts";
export type { FeaturizeErrorCode, FeaturizeErrorData } from "./featurizeError.ts";

export type { BlockName, FtcpLayout, LayoutBlock } from "./layout/ftcpLayout.ts";
export { blockOf } from "./layout/blockOf.ts";
export { describeColumn } from "./layout/describeColumn.ts";
export type { ColumnDescription } from "./layout/describeColumn.ts";
export { describeRow } from "./layout/describeRow.ts";
export type { RowDescription } from "./layout/describeRow.ts";
export type { RowAddress } from "./layout/rowAddress.ts";
export { rowOf } from "./layout/rowOf.ts";
export { createLayout } from "./layout/createLayout.ts";
export type { LayoutOptions } from "./layout/createLayout.ts";
export { millerPlanes } from "./layout/millerPlanes.ts";
export { parseLayout } from "./layout/parseLayout.ts";

export { describePropertyBit } from "./property/describePropertyBit.ts";
export { elementalProperties } from "./property/elementalProperties.ts";
export type { ElementalProperties } from "./property/elementalProperties.ts";
export { propertyBlocks } from "./property/propertyBlocks.ts";
export type { PropertyBlock } from "./property/propertyBlocks.ts";
export { propertyVector } from "./property/propertyVector.ts";

export { defeaturize } from "./tensor/defeaturize.ts";
export type { DefeaturizeIssue, DefeaturizeResult } from "./tensor/defeaturize.ts";
export { featurize } from "./tensor/featurize.ts";
export { featurizeAll } from "./tensor/featurizeAll.ts";
export type {
  Featurizable,
  FeaturizeAllOptions,
  FeaturizeItem,
  FeaturizeProgress,
} from "./tensor/featurizeAll.ts";
export { featurizeInto } from "./tensor/featurizeInto.ts";
export { FtcpScaler } from "./tensor/ftcpScaler.ts";
export type { CellScaling, FtcpScalerJson, ScalerOptions } from "./tensor/ftcpScaler.ts";
export type { FtcpTensor } from "./tensor/ftcpTensor.ts";
export { structureFactors } from "./tensor/structureFactors.ts";
export type { StructureFactors } from "./tensor/structureFactors.ts";
export { toNdarray } from "./tensor/toNdarray.ts";
