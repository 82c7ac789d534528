import { SamplingError } from "../samplingError.ts";
import type { PropertyTarget } from "./propertyTarget.ts";
import { requireProperty } from "./requireProperty.ts";

// A property name may hold spaces and hyphens ("mi-eff N"), but none of the operators.
const targetPattern = /^([^=<>]+)(=|<=?|>=?)([^=<>]+)$/u;
const tolerancePattern = /^(.+?)(?:±|\+\/?-)(.+)$/u;
const rangePattern = /^([^=<>]+)<=?([^=<>]+)<=?([^=<>]+)$/u;
const numberPattern = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/iu;

/**
 * Reads a target written as `property=value`, `property=value±tolerance`, `property<bound`, `property>bound` or
 * `bound<property<bound`.
 *
 * @param text - for example `formation_energy_per_atom=-0.5`; the value in the property's unit,
 *   with a decimal point; spaces around the parts do not matter
 * @param properties - the known property names; without them any name is taken
 * @returns the target; `<=` and `>=` mean the same as `<` and `>`, and `+-` and `+/-` the same as `±`
 * @throws {@link SamplingError} with code `SAMPLING_INVALID_TARGET` when the text is not a target
 * @throws {@link SamplingError} with code `SAMPLING_UNKNOWN_PROPERTY` when the property is not one
 *   of `properties`; `known` lists them
 *
 * @remarks
 * The typographic minus sign (U+2212), which texts copied from a paper contain, is read as a minus.
 * For the highest or lowest values there are, see {@link readTarget} and {@link extremeTarget}.
 *
 * @example
 * ```ts
 * import { parseTarget } from "@ftcp/sampling";
 *
 * parseTarget("band_gap=1.5"); // { kind: "value", property: "band_gap", value: 1.5 }
 * parseTarget("band_gap=1.5+-0.1"); // the same with { tolerance: 0.1 }
 * parseTarget("formation_energy_per_atom < -1.5").kind; // "below"
 * parseTarget("0.3<band_gap<1.5"); // { kind: "range", property: "band_gap", minimum: 0.3, maximum: 1.5 }
 * ```
 */
export function parseTarget(text: string, properties?: readonly string[]): PropertyTarget {
  const target = parseRange(text) ?? parseOne(text);
  if (target === undefined) {
    throw new SamplingError(
      "SAMPLING_INVALID_TARGET",
      `"${text}" is not a target; write property=value, property=value+-tolerance, ` +
        `property<bound, property>bound or bound<property<bound, for example band_gap=1.5`,
      properties === undefined ? {} : { known: properties },
    );
  }
  if (properties !== undefined) requireProperty(target.property, properties);
  return target;
}

function parseRange(text: string): PropertyTarget | undefined {
  const [, low = "", name = "", high = ""] = rangePattern.exec(text) ?? [];
  const property = name.trim();
  const [minimum, maximum] = [parseNumber(low), parseNumber(high)];
  if (property === "" || !(minimum <= maximum)) return undefined;
  return { kind: "range", property, minimum, maximum };
}

function parseOne(text: string): PropertyTarget | undefined {
  const [, name = "", operator = "", digits = ""] = targetPattern.exec(text) ?? [];
  const property = name.trim();
  if (property === "") return undefined;
  if (operator === "=") return parseValue(property, digits);
  const value = parseNumber(digits);
  if (!Number.isFinite(value)) return undefined;
  return { kind: operator.startsWith("<") ? "below" : "above", property, value };
}

function parseValue(property: string, text: string): PropertyTarget | undefined {
  const [, digits = text, width] = tolerancePattern.exec(text) ?? [];
  const value = parseNumber(digits);
  if (!Number.isFinite(value)) return undefined;
  if (width === undefined) return { kind: "value", property, value };
  const tolerance = parseNumber(width);
  return tolerance >= 0 ? { kind: "value", property, value, tolerance } : undefined;
}

/** NaN for what is no finite decimal number. */
function parseNumber(text: string): number {
  const digits = text.trim().replace("\u2212", "-");
  const value = numberPattern.test(digits) ? Number(digits) : Number.NaN;
  return Number.isFinite(value) ? value : Number.NaN;
}
