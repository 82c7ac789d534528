import { ftcpPreset } from "./ftcpPreset.ts";
import { paperPreset } from "./paperPreset.ts";
import { referencePreset } from "./referencePreset.ts";
import type { PresetName, PresetSize, TrainingPreset } from "./trainingPreset.ts";

/**
 * A recipe by its name.
 *
 * @param name - `ftcp`, `paper` or `reference`
 * @param size - largest number of elements and sites
 * @returns the recipe
 *
 * @example
 * ```ts
 * createPreset("reference").options.batchSize; // 256
 * ```
 */
export function createPreset(name: PresetName, size: PresetSize = {}): TrainingPreset {
  switch (name) {
    case "paper":
      return paperPreset(size);
    case "reference":
      return referencePreset(size);
    case "ftcp":
      return ftcpPreset(size);
  }
}
