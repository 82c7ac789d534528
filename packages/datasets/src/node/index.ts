export { createDirectoryCache } from "./createDirectoryCache.ts";
export { readCifFolder } from "./readCifFolder.ts";
export type { ReadCifFolderOptions } from "./readCifFolder.ts";
export { readDataset } from "./readDataset.ts";
export type { DatasetFormat, ReadDatasetOptions } from "./readDataset.ts";
export { writeDataset } from "./writeDataset.ts";
export type { WriteDatasetOptions, WriteDatasetReport } from "./writeDataset.ts";
