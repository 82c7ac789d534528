const powersOfTen: readonly number[] = Array.from({ length: 23 }, (_, power) => 10 ** power);

const plainNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?:\(\d*\))?$/u;

/**
 * Reads the value of a CIF number and drops its standard uncertainty.
 *
 * @param text - the text of a value
 * @returns the double nearest to the written decimal, `NaN` when the text is not a number
 *
 * @remarks
 * Decimals of at most 15 digits are read as `digits / 10^decimals`: both are exact doubles then, so
 * that the one rounding of the division gives the nearest double. All others go through `Number`.
 *
 * @internal
 */
export function readNumber(text: string): number {
  const end = text.length;
  let position = 0;
  let code = text.charCodeAt(0);
  const negative = code === 45;
  if (negative || code === 43) {
    position = 1;
    code = text.charCodeAt(1);
  }
  let mantissa = 0;
  let digits = 0;
  let decimals = 0;
  while (code >= 48 && code <= 57) {
    mantissa = mantissa * 10 + (code - 48);
    digits += 1;
    position += 1;
    code = text.charCodeAt(position);
  }
  if (code === 46) {
    position += 1;
    code = text.charCodeAt(position);
    while (code >= 48 && code <= 57) {
      mantissa = mantissa * 10 + (code - 48);
      digits += 1;
      decimals += 1;
      position += 1;
      code = text.charCodeAt(position);
    }
  }
  if (digits === 0) return NaN;
  if (position === end && digits <= 15) {
    const magnitude = decimals === 0 ? mantissa : mantissa / (powersOfTen[decimals] ?? NaN);
    return negative ? -magnitude : magnitude;
  }
  if (!plainNumber.test(text)) return NaN;
  const bracket = text.indexOf("(");
  const value = Number(bracket === -1 ? text : text.slice(0, bracket));
  return Number.isFinite(value) ? value : NaN;
}
