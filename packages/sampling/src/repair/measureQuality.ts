import { checkNeutrality, checkValidity, compositionOf } from "@ftcp/crystal";
import type { Structure } from "@ftcp/crystal";
import type { CrystalQuality } from "./crystalQuality.ts";
import { volumePerAtomRange } from "./volumePerAtomRange.ts";

/**
 * Checks geometry and charges of a crystal.
 *
 * @param structure - a crystal with sites
 * @param range - volumes per atom in Å³ that are those of real crystals; {@link volumePerAtomRange} by default
 * @returns which checks it passes
 * @throws `CrystalError` when it cannot be measured
 *
 * @example
 * ```ts
 * measureQuality(decoded); // { distances: true, covalentRadii: false, … }
 * ```
 */
export function measureQuality(
  structure: Structure,
  range: { readonly min: number; readonly max: number } = volumePerAtomRange,
): CrystalQuality {
  const { failures } = checkValidity(structure, {
    minimumCovalentRatio: 0.7,
    minimumVolumePerAtom: range.min,
    maximumVolumePerAtom: range.max,
  });
  const composition = compositionOf(structure);
  const neutral = checkNeutrality(composition).valid;
  return {
    distances: !["sites", "distance", "volume"].some((name) =>
      failures.some((one) => one === name),
    ),
    covalentRadii: !failures.includes("covalentRadii") && !failures.includes("sites"),
    volumePerAtom: !failures.includes("volumePerAtom") && !failures.includes("sites"),
    neutral,
    neutralByAll: neutral || checkNeutrality(composition, { oxidationStates: "all" }).valid,
  };
}
