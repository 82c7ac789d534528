import type { LatentIndex, PropertyTarget } from "@ftcp/sampling";

/**
 * Warns of targets that no known crystal comes near: a model knows little of what it has not seen.
 *
 * @param targets - what is wanted
 * @param index - the known crystals
 * @returns a sentence for each target beyond all known values of its property
 */
export function warnOfTargets(
  targets: readonly PropertyTarget[],
  index: LatentIndex,
): readonly string[] {
  return targets.flatMap((target) => {
    const { property } = target;
    let [least, greatest] = [Infinity, -Infinity];
    for (let row = 0; row < index.count; row++) {
      const value = index.propertiesOf(row)[property];
      if (value === undefined || Number.isNaN(value)) continue;
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
    }
    const low = target.kind === "range" ? target.minimum : target.value;
    const high = target.kind === "range" ? target.maximum : target.value;
    const isBeyond =
      (target.kind !== "below" && low > greatest) || (target.kind !== "above" && high < least);
    if (!isBeyond) return [];
    const known = [least, greatest].map((value) => Number(value.toPrecision(4))).join(" to ");
    return [
      `warning: the known crystals have a ${property} of ${known}, far from what is asked for`,
    ];
  });
}
