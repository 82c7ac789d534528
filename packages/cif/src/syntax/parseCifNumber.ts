import type { CifNumber } from "./cifNumber.ts";
import { readNumber } from "./readNumber.ts";

const withUncertainty = /^[+-]?(?:\d+\.?(\d*)|\.(\d+))(?:[eE]([+-]?\d+))?\((\d+)\)$/u;

/**
 * Reads a number with an optional standard uncertainty, `5.6402(2)` = 5.6402 ± 0.0002.
 *
 * @param text - the text of a value
 * @returns the number, or `undefined` when the text is not a number (also for `?` and `.`)
 *
 * @remarks
 * The value is the double nearest to the decimal that is written, as `Number` gives it. The forms
 * `.5`, `5.`, `+5`, `1.0e-1` and the uncertainty of a bare point, `90.(0)`, are understood.
 *
 * @example
 * ```ts
 * parseCifNumber("5.6402(2)"); // { value: 5.6402, uncertainty: 0.0002 }
 * ```
 */
export function parseCifNumber(text: string): CifNumber | undefined {
  const value = readNumber(text);
  if (Number.isNaN(value)) return undefined;
  const match = withUncertainty.exec(text);
  if (match === null) return { value };
  const decimals = (match[1] ?? match[2] ?? "").length;
  const exponent = Number(match[3] ?? 0) - decimals;
  return { value, uncertainty: Number(`${match[4] ?? "0"}e${exponent}`) };
}
