import type { LatentIndex } from "../latents/latentIndex.ts";
import type { PropertyTarget } from "./propertyTarget.ts";

/**
 * What makes several targets comparable, for `targetDistance`: sᵢ, the standard deviation of each property in an index.
 *
 * @param targets - what is wanted
 * @param index - the known crystals
 * @returns spreads by property name, each in its unit; none for a single target, whose distance stays in its own
 * @throws `SamplingError` with code `SAMPLING_UNKNOWN_PROPERTY` when there are several targets and the index lacks a
 *   property
 *
 * @example
 * ```ts
 * import { parseTarget, targetDistance, targetSpreads, type LatentIndex } from "@ftcp/sampling";
 *
 * const targets = [parseTarget("band_gap=1.5"), parseTarget("formation_energy_per_atom<-1.5")];
 * const distanceOf = (index: LatentIndex, row: number) =>
 *   targetDistance(targets, index.propertiesOf(row), targetSpreads(targets, index));
 * ```
 */
export function targetSpreads(
  targets: readonly PropertyTarget[],
  index: Pick<LatentIndex, "spreadOf">,
): Readonly<Record<string, number>> {
  if (targets.length < 2) return {};
  return Object.fromEntries(targets.map(({ property }) => [property, index.spreadOf(property)]));
}
