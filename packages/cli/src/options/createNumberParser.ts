import { InvalidArgumentError } from "commander";

/**
 * Makes the parser of an option that takes a number which is not negative.
 *
 * @param options - `positive`: 0 is not allowed either; `maximum`: the largest value allowed
 * @returns the parser
 */
export function createNumberParser(
  options: { readonly positive?: boolean; readonly maximum?: number } = {},
): (text: string) => number {
  const { positive = false, maximum = Infinity } = options;
  return (text) => {
    const value = text.trim() === "" ? Number.NaN : Number(text);
    if (!Number.isFinite(value) || value < 0 || value > maximum || (positive && value === 0)) {
      const from = positive ? "above 0" : "from 0 on";
      const to = maximum === Infinity ? "" : `, at most ${maximum}`;
      throw new InvalidArgumentError(`It takes a number ${from}${to}.`);
    }
    return value;
  };
}
