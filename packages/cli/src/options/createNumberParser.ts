import { InvalidArgumentError } from "commander";

/**
 * Makes the parser of an option that takes a number which is not negative.
 *
 * @param options - `positive`: 0 is not allowed either
 * @returns the parser
 */
export function createNumberParser(
  options: { readonly positive?: boolean } = {},
): (text: string) => number {
  const { positive = false } = options;
  return (text) => {
    const value = text.trim() === "" ? Number.NaN : Number(text);
    if (!Number.isFinite(value) || value < 0 || (positive && value === 0)) {
      throw new InvalidArgumentError(
        positive ? "It takes a number above 0." : "It takes a number from 0 on.",
      );
    }
    return value;
  };
}
