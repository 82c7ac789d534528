import type { ReproduceRun } from "../src/reproduce/reproduceRun.ts";

/**
 * A run of `ftcp reproduce` that took a minute.
 *
 * @param parts - what is told of it
 * @returns the run
 */
export function createRun(parts: Partial<ReproduceRun>): ReproduceRun {
  return {
    ...{ protocol: {}, metrics: {}, crystals: { training: 80, measured: 20 } },
    machine: { engine: "tfjs", processor: "a processor", cores: "2", node: "20" },
    ...{ seconds: 90, processorSeconds: 60, ...parts },
  };
}
