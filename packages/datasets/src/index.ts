export { collectRecords } from "./collectRecords.ts";
export type { CollectedRecords } from "./collectRecords.ts";
export type { CrystalRecord, RecordResult, RecordSource } from "./crystalRecord.ts";
export { DatasetError } from "./datasetError.ts";
export type { DatasetErrorCode, DatasetErrorPlace } from "./datasetError.ts";

export { readCsv } from "./read/readCsv.ts";
export type { ReadCsvOptions } from "./read/readCsv.ts";
export { readJsonl } from "./read/readJsonl.ts";
export type { DatasetSource, ReadOptions, ReadProgress } from "./source/datasetSource.ts";

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
export { removeDuplicates } from "./select/removeDuplicates.ts";
export type { DuplicateReport, RemoveDuplicatesOptions } from "./select/removeDuplicates.ts";

export { writeJsonl } from "./write/writeJsonl.ts";
