import { compositionOf, reducedFormula } from "@ftcp/crystal";
import type { Structure } from "@ftcp/crystal";

/**
 * The reduced formula of a crystal, for names and reports.
 *
 * @param structure - any crystal
 * @returns the reduced formula; empty when there are no atoms
 * @internal
 */
export function formulaOf(structure: Structure): string {
  const composition = compositionOf(structure);
  return Object.values(composition).some((amount) => amount > 0) ? reducedFormula(composition) : "";
}
