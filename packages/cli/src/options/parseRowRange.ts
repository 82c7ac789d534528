import { InvalidArgumentError } from "commander";

/**
 * Reads a range of rows: `0:1000` has the rows 0 to 999.
 *
 * @param text - two whole numbers with a colon
 * @returns the first row, and the row after the last one
 */
export function parseRowRange(text: string): { readonly start: number; readonly end: number } {
  const match = /^(\d+):(\d+)$/u.exec(text);
  const start = Number(match?.[1] ?? Number.NaN);
  const end = Number(match?.[2] ?? Number.NaN);
  if (!(Number.isSafeInteger(end) && start <= end)) {
    throw new InvalidArgumentError(
      "It takes a range of rows, from 0 on, the end left out (0:1000).",
    );
  }
  return { start, end };
}
