export { collectRecords } from "./collectRecords.ts";
export type { CollectedRecords } from "./collectRecords.ts";
export type { CrystalRecord, RecordResult, RecordSource } from "./crystalRecord.ts";
export { DatasetError } from "./datasetError.ts";
export type { DatasetErrorCode, DatasetErrorPlace } from "./datasetError.ts";

export { datasetFormats } from "./format/datasetFormat.ts";
export type { DatasetFormat, FormatDescription } from "./format/datasetFormat.ts";
export type { DatasetCodec } from "./format/datasetCodec.ts";
export { formatOfName } from "./format/formatOfName.ts";
export type { NamedFormat } from "./format/formatOfName.ts";
export { readRecords } from "./format/readRecords.ts";
export type { ReadRecordsOptions } from "./format/readRecords.ts";
export { writeRecords } from "./format/writeRecords.ts";
export type { WriteRecordsOptions } from "./format/writeRecords.ts";
export { decodeNpy } from "./numpy/decodeNpy.ts";
export { encodeNpy } from "./numpy/encodeNpy.ts";
export type { NumpyArray } from "./numpy/numpyArray.ts";
export { readNpz } from "./numpy/readNpz.ts";
export type { ReadNpzOptions } from "./numpy/readNpz.ts";
export { writeNpz } from "./numpy/writeNpz.ts";
export type { WriteNpzOptions } from "./numpy/writeNpz.ts";
export { readParquet } from "./parquet/readParquet.ts";
export type { ReadParquetOptions } from "./parquet/readParquet.ts";
export { writeParquet } from "./parquet/writeParquet.ts";
export type { WriteParquetOptions } from "./parquet/writeParquet.ts";
export { readJson } from "./json/readJson.ts";
export { writeJson } from "./json/writeJson.ts";
export { readExtendedXyz } from "./xyz/readExtendedXyz.ts";
export { writeExtendedXyz } from "./xyz/writeExtendedXyz.ts";
export { readCsv } from "./read/readCsv.ts";
export type { ReadCsvOptions } from "./read/readCsv.ts";
export { readJsonl } from "./read/readJsonl.ts";
export type { RandomAccessSource } from "./source/randomAccess.ts";
export type { DatasetSource, ReadOptions, ReadProgress } from "./source/datasetSource.ts";

export { describeDataset } from "./card/describeDataset.ts";
export type {
  DatasetAnomaly,
  DatasetCard,
  DescribeDatasetOptions,
  PropertySummary,
} from "./card/describeDataset.ts";
export { formatDatasetCard } from "./card/formatDatasetCard.ts";

export { chemicalSystemOf } from "./select/chemicalSystemOf.ts";
export { createPrototypeKey } from "./select/createPrototypeKey.ts";
export type { PrototypeSymmetry } from "./select/createPrototypeKey.ts";
export { createTimeSplit } from "./select/createTimeSplit.ts";
export type { TimeSplitOptions } from "./select/createTimeSplit.ts";
export { createSplit } from "./select/createSplit.ts";
export type { Split, SplitOptions } from "./select/createSplit.ts";
export { filterRecords } from "./select/filterRecords.ts";
export { matchesFilter } from "./select/matchesFilter.ts";
export type { NumberRange, RecordFilter } from "./select/recordFilter.ts";
export { requireKnownNames } from "./select/requireKnownNames.ts";
export { selectSplit } from "./select/selectSplit.ts";
export { splitByColumn } from "./select/splitByColumn.ts";
export { splitRecords } from "./select/splitRecords.ts";
export type { SplitResult } from "./select/splitRecords.ts";
export { findDuplicates } from "./select/findDuplicates.ts";
export type {
  DuplicateGroup,
  DuplicateMember,
  DuplicateSearch,
  FindDuplicatesOptions,
} from "./select/findDuplicates.ts";
export { removeDuplicates } from "./select/removeDuplicates.ts";
export type { DuplicateReport, RemoveDuplicatesOptions } from "./select/removeDuplicates.ts";

export { collectColumns } from "./write/datasetColumns.ts";
export type { DatasetColumns } from "./write/datasetColumns.ts";
export { writeCsv } from "./write/writeCsv.ts";
export type { WriteCsvOptions } from "./write/writeCsv.ts";
export type { WriteTableOptions } from "./write/writeTableOptions.ts";
export { writeJsonl } from "./write/writeJsonl.ts";

// Remote databases
export type { MaterialsProjectQuery } from "./materialsProject/materialsProjectQuery.ts";
export { openMaterialsProject } from "./materialsProject/openMaterialsProject.ts";
export type { MaterialsProjectOptions } from "./materialsProject/openMaterialsProject.ts";
export { paperQuery } from "./materialsProject/paperQuery.ts";
export { formatOptimadeFilter } from "./optimade/formatOptimadeFilter.ts";
export type { OptimadeQuery } from "./optimade/formatOptimadeFilter.ts";
export { listOptimadeDatabases } from "./optimade/listOptimadeDatabases.ts";
export { listOptimadeProperties } from "./optimade/listOptimadeProperties.ts";
export { listOptimadeProviders } from "./optimade/listOptimadeProviders.ts";
export type { ListProvidersOptions } from "./optimade/listOptimadeProviders.ts";
export { openOptimade } from "./optimade/openOptimade.ts";
export type { OptimadeOptions } from "./optimade/openOptimade.ts";
export type { OptimadeLink } from "./optimade/readOptimadeLinks.ts";
export type { OptimadeProperty } from "./optimade/readOptimadeProperties.ts";
export type { RemoteDataset } from "./remote/remoteDataset.ts";
export type { RemoteErrorCode } from "./remote/remoteErrorCode.ts";
export type { RemoteProgress } from "./remote/remoteProgress.ts";
export type { RemoteProvenance } from "./remote/remoteProvenance.ts";
export type { RemoteOptions, RequestOptions } from "./remote/requestOptions.ts";
export type { ResponseCache } from "./remote/responseCache.ts";
