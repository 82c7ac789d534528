import type { BasisChange } from "./changeBasis.ts";

/** Longest text that is looked at. */
const maxLength = 120;

/**
 * Reads `x-y, x+y, z+1/4` exactly; undefined when it is not that, or a number is no multiple of 1/12
 * (before x, y, z) or 1/144.
 */
export function readTriplet(text: string): BasisChange | undefined {
  if (text.length > maxLength) return undefined;
  const components = text.toLowerCase().replaceAll(/[\s_]/gu, "").split(",");
  if (components.length !== 3) return undefined;
  const linear: number[] = [];
  const shift: number[] = [];
  for (const component of components) {
    const terms = component.match(/[+-]?[^+-]+/gu) ?? [];
    if (terms.length === 0 || terms.join("") !== component) return undefined;
    const row = [0, 0, 0];
    let constant = 0;
    for (const term of terms) {
      const match =
        /^([+-]?)(\d{1,4}(?:\.\d{0,9})?|\.\d{1,9})?(?:\/(\d{1,3}))?\*?([xyz])?(?:\/(\d{1,3}))?$/u.exec(
          term,
        );
      if (match === null) return undefined;
      const [, sign, numerator, denominator, axis, divisor] = match;
      if (numerator === undefined && (denominator !== undefined || axis === undefined)) {
        return undefined;
      }
      if (axis === undefined && (divisor !== undefined || term.includes("*"))) return undefined;
      const value =
        ((sign === "-" ? -1 : 1) * Number(numerator ?? 1)) /
        (Number(denominator ?? 1) * Number(divisor ?? 1));
      if (axis === undefined) constant += value;
      else row["xyz".indexOf(axis)] = (row["xyz".indexOf(axis)] ?? 0) + value;
    }
    linear.push(...row.map((value) => 12 * value));
    shift.push(144 * constant);
  }
  const isWhole = [...linear, ...shift].every(
    (value) => Math.abs(value - Math.round(value)) < 1e-6 && Math.abs(value) < 1e6,
  );
  if (!isWhole) return undefined;
  return { linear: linear.map(Math.round), shift: shift.map(Math.round) };
}
