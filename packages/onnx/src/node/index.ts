export { enableRelaxedSimd } from "./enableRelaxedSimd.ts";
export { loadRuntime } from "./loadRuntime.ts";
export type { LoadedRuntime, RuntimeAttempt, RuntimeName, RuntimeOptions } from "./loadRuntime.ts";
