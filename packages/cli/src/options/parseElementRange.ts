import { InvalidArgumentError } from "commander";

/**
 * Reads how many elements or sites crystals may have: `3` or `1-3`.
 *
 * @param text - one number, or two with a hyphen
 * @returns both ends, inclusive
 */
export function parseElementRange(text: string): { readonly min: number; readonly max: number } {
  const match = /^(\d+)(?:-(\d+))?$/u.exec(text);
  const min = Number(match?.[1] ?? Number.NaN);
  const max = Number(match?.[2] ?? min);
  if (!(min >= 1 && max >= min && max <= 64)) {
    throw new InvalidArgumentError("It takes a number (3) or a range (1-3).");
  }
  return { min, max };
}
