import type { LatentIndex } from "../latents/latentIndex.ts";
import { extremeTarget } from "./extremeTarget.ts";
import { parseTarget } from "./parseTarget.ts";
import type { PropertyTarget } from "./propertyTarget.ts";
import { requireProperty } from "./requireProperty.ts";

// Not a property of this name: an operator follows that.
const extremePattern = /^(minimi|maximi)[sz]e\s+([^=<>]+)$/iu;

/**
 * Reads a target as {@link parseTarget} does, or one by word: `minimize property` or `maximize property`, which asks for
 * values that only 1 % of the known crystals reach (see {@link extremeTarget}).
 *
 * @param text - for example `maximize Powerfactor`; spelt with z or s, in capitals or not
 * @param index - the known crystals, which say what is low and what is high
 * @param properties - the known property names; those of the index by default
 * @returns the target; by word a bound
 * @throws {@link SamplingError} with code `SAMPLING_INVALID_TARGET` when the text is not a target
 * @throws {@link SamplingError} with code `SAMPLING_UNKNOWN_PROPERTY` when the property is not one of `properties`, or
 *   no crystal of the index has it
 *
 * @example
 * ```ts
 * import { readTarget } from "@ftcp/sampling";
 *
 * readTarget("minimize formation_energy_per_atom", index); // { kind: "below", … }
 * ```
 */
export function readTarget(
  text: string,
  index: LatentIndex,
  properties: readonly string[] = index.propertyNames,
): PropertyTarget {
  const [, word, name = ""] = extremePattern.exec(text.trim()) ?? [];
  if (word === undefined) return parseTarget(text, properties);
  const property = name.trim();
  requireProperty(property, properties);
  return extremeTarget(index, property, word.toLowerCase() === "minimi" ? "minimize" : "maximize");
}
