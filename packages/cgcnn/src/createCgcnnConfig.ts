import type { CgcnnConfig } from "./cgcnnConfig.ts";

/**
 * Fills in the sizes of the network: those of the authors' code by default.
 *
 * @param options - what differs from the defaults
 * @returns the complete configuration
 *
 * @example
 * ```ts
 * createCgcnnConfig({ convolutions: 2 }).neighbors; // 12
 * ```
 *
 * @see https://github.com/txie-93/cgcnn
 */
export function createCgcnnConfig(options: Partial<CgcnnConfig> = {}): CgcnnConfig {
  return {
    ...{ atomSize: 64, convolutions: 3, hidden: 128, hiddenLayers: 1 },
    ...{ neighbors: 12, radius: 8, step: 0.2 },
    ...options,
  };
}
