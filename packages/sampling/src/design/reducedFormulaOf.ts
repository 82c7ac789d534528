import { compositionOf, reducedFormula } from "@ftcp/crystal";
import type { Structure } from "@ftcp/crystal";

/** The reduced formula of a crystal. */
export function reducedFormulaOf(structure: Structure): string {
  return reducedFormula(compositionOf(structure));
}
