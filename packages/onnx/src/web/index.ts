export { loadRuntime } from "./loadRuntime.ts";
export type { LoadedRuntime, WebRuntimeOptions } from "./loadRuntime.ts";
