import type { PretrainedName } from "./locatePretrained.ts";

/**
 * Names of the bundled models: `ternary-20`, ternary crystals of at most 20 sites with formation
 * energy and band gap.
 */
export const pretrainedNames: readonly PretrainedName[] = ["ternary-20"];
