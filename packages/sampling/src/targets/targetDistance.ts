import { SamplingError } from "../samplingError.ts";
import type { PropertyTarget } from "./propertyTarget.ts";

/**
 * How far property values are from a target: `|p - value|` for a value, `max(0, p - bound)` and
 * `max(0, bound - p)` for a bound, the larger of both for a range, and `√Σ (dᵢ / sᵢ)²` over several targets.
 *
 * @param targets - one target, or several that hold at once
 * @param predicted - property values by name, each in its unit
 * @param spreads - sᵢ by property name, in the property's unit; 1 where absent. The standard
 *   deviation of the property in an index ({@link LatentIndex.spreadOf}) makes unlike properties
 *   comparable.
 * @returns the distance: in the property's unit for one target without a spread, otherwise in units
 *   of the spreads; NaN when a value is NaN
 * @throws {@link SamplingError} with code `SAMPLING_UNKNOWN_PROPERTY` when `predicted` lacks a
 *   target's property
 *
 * @example
 * ```ts
 * import { parseTarget, targetDistance } from "@ftcp/sampling";
 *
 * targetDistance(parseTarget("band_gap=1.5"), { band_gap: 1.25 }); // 0.25
 * targetDistance(parseTarget("band_gap<1.5"), { band_gap: 1.25 }); // 0
 * ```
 */
export function targetDistance(
  targets: PropertyTarget | readonly PropertyTarget[],
  predicted: Readonly<Record<string, number>>,
  spreads: Readonly<Record<string, number>> = {},
): number {
  const list: readonly PropertyTarget[] = "kind" in targets ? [targets] : targets;
  const distances = list.map((target) => {
    const value = Object.hasOwn(predicted, target.property)
      ? predicted[target.property]
      : undefined;
    if (value === undefined) {
      const known = Object.keys(predicted);
      throw new SamplingError(
        "SAMPLING_UNKNOWN_PROPERTY",
        `no value of the property "${target.property}"; known: ${known.join(", ")}`,
        { property: target.property, known },
      );
    }
    return distanceToOne(target, value) / (spreads[target.property] ?? 1);
  });
  // One distance is returned as it is: squaring it would lose digits.
  return distances.length === 1 ? (distances[0] ?? Number.NaN) : Math.hypot(...distances);
}

function distanceToOne(target: PropertyTarget, value: number): number {
  switch (target.kind) {
    case "value":
      return Math.abs(value - target.value);
    case "below":
      return Math.max(0, value - target.value);
    case "above":
      return Math.max(0, target.value - value);
    case "range":
      return Math.max(0, target.minimum - value, value - target.maximum);
  }
}
