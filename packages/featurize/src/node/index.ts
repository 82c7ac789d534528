export { createFeaturizeTask } from "./createFeaturizeTask.ts";
export type { FeaturizeTask } from "./createFeaturizeTask.ts";
export { createThreadPool } from "./createThreadPool.ts";
export type { ThreadPoolOptions } from "./createThreadPool.ts";
export { readNpy } from "./readNpy.ts";
export { writeNpy } from "./writeNpy.ts";
export type { WriteNpyOptions, WriteNpyReport } from "./writeNpy.ts";
