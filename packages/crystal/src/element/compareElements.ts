import { elementBySymbol } from "./elementBySymbol.ts";

/**
 * Orders element symbols by ascending Pauling electronegativity; elements without one come last, ties
 * are broken by symbol. Used as the argument of `sort`.
 */
export function compareElements(left: string, right: string): number {
  const leftValue = elementBySymbol(left).electronegativity ?? Infinity;
  const rightValue = elementBySymbol(right).electronegativity ?? Infinity;
  if (leftValue !== rightValue) return leftValue < rightValue ? -1 : 1;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
