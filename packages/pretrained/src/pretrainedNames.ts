import type { PretrainedName } from "./locatePretrained.ts";

/**
 * Names of the bundled models: `ternary-20`, ternary crystals of at most 20 sites with formation
 * energy and band gap; `ternary-quaternary-40-thermoelectric`, ternaries and quaternaries of at most 40 sites, with
 * energy above the hull and power factor too.
 */
export const pretrainedNames: readonly PretrainedName[] = [
  "ternary-20",
  "ternary-quaternary-40-thermoelectric",
];
