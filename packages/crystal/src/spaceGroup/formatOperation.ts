import type { SymmetryOperation } from "./symmetryOperation.ts";

/** Fractions are written with these denominators, the smallest that fits. */
const denominators = [1, 2, 3, 4, 6, 8, 9, 12, 16, 18, 24, 36, 48, 72, 144];

/** Files round to five digits or more; a fraction must be nearer than this. */
const fractionTolerance = 1e-6;

/**
 * An operation as text in the notation of the International Tables, such as `-x+1/2,y,z`.
 *
 * @param operation - the symmetry operation
 * @returns three components joined by commas, x before y before z before the translation
 *
 * @remarks
 * Numbers within 1e-6 of a fraction with a denominator up to 144 are written as that fraction, others
 * as decimals that give the same float64 back. The translation is written as it is, not reduced.
 *
 * @example
 * ```ts
 * parseHallSymbol("P 31").map(formatOperation); // ["x,y,z", "-y,x-y,z+1/3", "-x+y,-x,z+2/3"]
 * ```
 *
 * @see International Tables for Crystallography A (2016), section 2.1.3.11
 */
export function formatOperation(operation: SymmetryOperation): string {
  return operation.rotation
    .map((row, index) => {
      let text = "";
      for (const [axis, factor] of row.entries()) {
        if (factor === 0) continue;
        const size = Math.abs(factor);
        const number = size === 1 ? "" : `${formatNumber(size)}*`;
        text += `${signOf(factor, text)}${number}${"xyz".charAt(axis)}`;
      }
      const shift = operation.translation[index] ?? 0;
      const number = formatNumber(Math.abs(shift));
      if (number !== "0") text += signOf(shift, text) + number;
      return text === "" ? "0" : text;
    })
    .join(",");
}

function signOf(value: number, before: string): string {
  if (value < 0) return "-";
  return before === "" ? "" : "+";
}

function formatNumber(value: number): string {
  for (const denominator of denominators) {
    const numerator = Math.round(value * denominator);
    if (Math.abs(value - numerator / denominator) > fractionTolerance) continue;
    return denominator === 1 ? `${numerator}` : `${numerator}/${denominator}`;
  }
  return `${value}`;
}
