import type { LatentIndex } from "../latents/latentIndex.ts";
import { SamplingError } from "../samplingError.ts";
import type { PropertyTarget } from "./propertyTarget.ts";

/**
 * The target of reaching the best known crystals, or more: values of a property from a high quantile
 * of the index on, or up to a low one.
 *
 * @param index - the known crystals
 * @param property - a property of the index
 * @param direction - `maximize` or `minimize`
 * @param share - the share of the known crystals that satisfies the target, in (0, 1)
 * @returns an `above` or `below` target, which samplers, distances and reports understand as any other
 * @throws {@link SamplingError} with code `SAMPLING_UNKNOWN_PROPERTY` when no crystal of the index has
 *   the property
 * @throws RangeError when the share is not between 0 and 1
 *
 * @remarks
 * A maximum itself is no target: the one crystal that has it is often an error of the data, and its
 * neighbourhood is where a model knows least. One known crystal at least satisfies the target.
 *
 * @example
 * ```ts
 * import { extremeTarget } from "@ftcp/sampling";
 *
 * extremeTarget(index, "Powerfactor", "maximize"); // above what 99 % of the known crystals have
 * ```
 */
export function extremeTarget(
  index: LatentIndex,
  property: string,
  direction: "maximize" | "minimize",
  share = 0.01,
): PropertyTarget {
  if (!(share > 0 && share < 1)) {
    throw new RangeError(`a share of crystals lies between 0 and 1, received ${share}`);
  }
  const values = Array.from({ length: index.count }, (_, row) => index.propertiesOf(row)[property])
    .filter((value) => value !== undefined)
    .sort((a, b) => (direction === "minimize" ? a - b : b - a));
  const value = values[Math.max(0, Math.floor(share * values.length) - 1)];
  if (value === undefined) {
    const known = index.propertyNames;
    throw new SamplingError(
      "SAMPLING_UNKNOWN_PROPERTY",
      `no crystal of the latent index has the property "${property}"; known: ${known.join(", ")}`,
      { property, known },
    );
  }
  return { kind: direction === "minimize" ? "below" : "above", property, value };
}
