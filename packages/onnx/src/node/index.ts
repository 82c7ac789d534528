export { loadRuntime } from "./loadRuntime.ts";
export type { LoadedRuntime, RuntimeAttempt, RuntimeName } from "./loadRuntime.ts";
