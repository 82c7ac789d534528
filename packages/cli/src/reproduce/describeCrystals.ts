import type { TableRow } from "./renderTable.ts";

/**
 * Says of how many crystals the rows of a table are.
 *
 * @param rows - its rows; those without runs are left out
 * @returns one phrase, or one for each number of crystals with the rows that it is of
 *
 * @example
 * ```ts
 * describeCrystals(rows); // "2429 crystals, trained on 15294 (real, both); 2429 crystals, trained on 21537 (ftcp)"
 * ```
 */
export function describeCrystals(rows: readonly TableRow[]): string {
  const names = new Map<string, string[]>();
  for (const { row, runs } of rows) {
    const [run] = runs; // the seeds of a row have the same crystals
    if (run === undefined) continue;
    const phrase = `${run.crystals.measured} crystals, trained on ${run.crystals.training}`;
    names.set(phrase, [...(names.get(phrase) ?? []), row]);
  }
  if (names.size === 0) return "no crystals yet";
  const only = names.size === 1;
  return [...names].map(([text, of]) => (only ? text : `${text} (${of.join(", ")})`)).join("; ");
}
