import { availableParallelism, cpus } from "node:os";

/**
 * Says on what a run was made.
 *
 * @param engine - what computed
 * @returns engine, processor, threads and version of Node
 */
export function describeMachine(engine: string): Readonly<Record<string, string>> {
  return {
    engine,
    processor: cpus()[0]?.model ?? "unknown",
    cores: String(availableParallelism()),
    node: process.versions.node,
  };
}
