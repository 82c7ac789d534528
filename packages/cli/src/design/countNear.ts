import { targetDistance, type Design } from "@ftcp/sampling";
import type { DesignRun } from "./designRun.ts";

/** How many designs are near a value that was asked for without a tolerance. */
export interface NearTarget {
  /** The target, such as `band_gap=1.5`. */
  readonly target: string;
  /** What counts as near: a quarter of the standard deviation of the property in the index, in its unit. */
  readonly within: number;
  /** How many designs are predicted so near it. */
  readonly designs: number;
}

/**
 * Counts the designs near each value that only ranks them: nothing makes a search keep to a value without a tolerance.
 *
 * @param designs - what was found
 * @param run - the run that found them
 * @returns one count for each such target
 */
export function countNear(
  designs: readonly Design[],
  {
    targets,
    targetSpecs,
    tolerance,
    index,
  }: Pick<DesignRun, "targets" | "targetSpecs" | "tolerance" | "index">,
): readonly NearTarget[] {
  if (tolerance !== undefined) return [];
  return targetSpecs.flatMap((target, i) => {
    if (target.kind !== "value" || target.tolerance !== undefined) return [];
    const within = index.spreadOf(target.property) / 4;
    const near = designs.filter(({ predicted }) => targetDistance(target, predicted) <= within);
    return [{ target: targets[i] ?? target.property, within, designs: near.length }];
  });
}
