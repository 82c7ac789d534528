import { InvalidArgumentError } from "commander";

/**
 * Makes the parser of an option that takes a whole number.
 *
 * @param minimum - the smallest value allowed
 * @param maximum - the largest value allowed
 * @returns the parser
 */
export function createIntegerParser(
  minimum: number,
  maximum: number = Number.MAX_SAFE_INTEGER,
): (text: string) => number {
  return (text) => {
    const value = /^[-+]?\d+$/u.test(text) ? Number(text) : Number.NaN;
    if (Number.isSafeInteger(value) && value >= minimum && value <= maximum) return value;
    const from = minimum === Number.MIN_SAFE_INTEGER ? "" : ` from ${minimum} on`;
    const to = maximum === Number.MAX_SAFE_INTEGER ? "" : `, at most ${maximum}`;
    throw new InvalidArgumentError(`It takes a whole number${from}${to}.`);
  };
}
