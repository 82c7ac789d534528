const powersOfTen: readonly number[] = Array.from({ length: 23 }, (_, power) => 10 ** power);

/** All integers below this are doubles, and no sum is rounded down to below it. */
const firstInexactInteger = 2 ** 53;

const plus = 43;
const minus = 45;
const point = 46;
const zero = 48;
const nine = 57;
const openParenthesis = 40;
const closeParenthesis = 41;

/**
 * Reads the value of a CIF number and drops its standard uncertainty.
 *
 * @param text - the text of a value
 * @returns the double nearest to the written decimal, `NaN` when the text is not a number
 *
 * @internal
 */
export function readNumber(text: string): number {
  return readNumberAt(text, 0, text.length);
}

/**
 * Reads the value of a CIF number from the middle of a text.
 *
 * @param text - the text
 * @param start - offset of the number
 * @param end - offset after the number and its standard uncertainty
 * @returns the double nearest to the written decimal, `NaN` when it is not a number
 *
 * @remarks
 * A decimal whose digits make an integer below 2^53 is read as `digits / 10^decimals`: both are
 * exact doubles then, so that the one rounding of the division gives the nearest double. All others go
 * through `Number`.
 *
 * @internal
 */
export function readNumberAt(text: string, start: number, end: number): number {
  let position = start;
  let code = text.charCodeAt(position);
  const isNegative = code === minus;
  if (isNegative || code === plus) {
    position += 1;
    code = text.charCodeAt(position);
  }
  const first = position;
  let mantissa = 0;
  let decimals = 0;
  while (code >= zero && code <= nine && position < end) {
    mantissa = mantissa * 10 + (code - zero);
    position += 1;
    code = text.charCodeAt(position);
  }
  let digits = position - first;
  if (code === point && position < end) {
    position += 1;
    const firstDecimal = position;
    code = text.charCodeAt(position);
    while (code >= zero && code <= nine && position < end) {
      mantissa = mantissa * 10 + (code - zero);
      position += 1;
      code = text.charCodeAt(position);
    }
    decimals = position - firstDecimal;
    digits += decimals;
  }
  if (digits === 0) return NaN;
  const isWhole =
    position >= end || (code === openParenthesis && isUncertainty(text, position, end));
  if (!isWhole && (code | 0x20) !== 0x65) return NaN;
  if (isWhole && mantissa < firstInexactInteger && decimals <= 22) {
    const magnitude = decimals === 0 ? mantissa : mantissa / (powersOfTen[decimals] ?? NaN);
    return isNegative ? -magnitude : magnitude;
  }
  return readSlowly(text, start, end, position);
}

/** A number with an exponent, or with more digits than a double holds. */
function readSlowly(text: string, start: number, end: number, mantissaEnd: number): number {
  let position = mantissaEnd;
  if (position < end && (text.charCodeAt(position) | 0x20) === 0x65) {
    position += 1;
    const sign = text.charCodeAt(position);
    if (sign === minus || sign === plus) position += 1;
    const first = position;
    while (position < end && isDigit(text.charCodeAt(position))) position += 1;
    if (position === first) return NaN;
    if (position < end && !isUncertainty(text, position, end)) return NaN;
  }
  const value = Number(text.slice(start, position));
  return Number.isFinite(value) ? value : NaN;
}

/** Whether `(…)` with digits only, or none, is all that is left. */
function isUncertainty(text: string, start: number, end: number): boolean {
  if (end - start < 2) return false;
  if (text.charCodeAt(start) !== openParenthesis) return false;
  if (text.charCodeAt(end - 1) !== closeParenthesis) return false;
  for (let position = start + 1; position < end - 1; position += 1) {
    if (!isDigit(text.charCodeAt(position))) return false;
  }
  return true;
}

function isDigit(code: number): boolean {
  return code >= zero && code <= nine;
}
