import { SamplingError } from "../samplingError.ts";
import type { PropertyTarget } from "./propertyTarget.ts";

// A property name may hold spaces and hyphens ("mi-eff N"), but none of the operators.
const targetPattern = /^([^=<>]+)(=|<=?|>=?)([^=<>]+)$/u;
const numberPattern = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/iu;

/**
 * Reads a target written as `property=value`, `property<bound` or `property>bound`.
 *
 * @param text - for example `formation_energy_per_atom=-0.5`; the value in the property's unit,
 *   with a decimal point; spaces around the parts do not matter
 * @param properties - the known property names; without them any name is taken
 * @returns the target; `<=` and `>=` mean the same as `<` and `>`
 * @throws {@link SamplingError} with code `SAMPLING_INVALID_TARGET` when the text is not a target
 * @throws {@link SamplingError} with code `SAMPLING_UNKNOWN_PROPERTY` when the property is not one
 *   of `properties`; `known` lists them
 *
 * @remarks
 * The typographic minus sign (U+2212), which texts copied from a paper contain, is read as a minus.
 *
 * @example
 * ```ts
 * import { parseTarget } from "@ftcp/sampling";
 *
 * parseTarget("band_gap=1.5"); // { kind: "value", property: "band_gap", value: 1.5 }
 * parseTarget("formation_energy_per_atom < -1.5").kind; // "below"
 * ```
 */
export function parseTarget(text: string, properties?: readonly string[]): PropertyTarget {
  const match = targetPattern.exec(text);
  const property = match?.[1]?.trim() ?? "";
  const operator = match?.[2] ?? "";
  const digits = (match?.[3] ?? "").trim().replace("\u2212", "-");
  const value = numberPattern.test(digits) ? Number(digits) : Number.NaN;
  if (property === "" || !Number.isFinite(value)) {
    throw new SamplingError(
      "SAMPLING_INVALID_TARGET",
      `"${text}" is not a target; write property=value, property<bound or property>bound, ` +
        `for example band_gap=1.5`,
      properties === undefined ? {} : { known: properties },
    );
  }
  if (properties !== undefined && !properties.includes(property)) {
    throw new SamplingError(
      "SAMPLING_UNKNOWN_PROPERTY",
      `unknown property "${property}"; known: ${properties.join(", ")}`,
      { property, known: properties },
    );
  }
  const kind = operator === "=" ? "value" : operator.startsWith("<") ? "below" : "above";
  return { kind, property, value };
}
