import { CrystalError, parseHallSymbol } from "@ftcp/crystal";

import { createOperationSet } from "./createOperationSet.ts";
import type { OperationSet } from "./operationSet.ts";

/** Symbols seen before; `undefined` for those that cannot be read. */
const known = new Map<string, OperationSet | undefined>();

/** More than there are settings, and a guard against a stream of invented symbols. */
const mostKnown = 600;

/**
 * The operations that a Hall symbol stands for.
 *
 * @param symbol - the symbol as written
 * @returns the operations; `undefined` when the text is no Hall symbol
 * @internal
 */
export function setOfHallSymbol(symbol: string): OperationSet | undefined {
  if (known.has(symbol)) return known.get(symbol);
  const set = read(symbol);
  if (known.size < mostKnown && symbol.length < 100) known.set(symbol, set);
  return set;
}

function read(symbol: string): OperationSet | undefined {
  try {
    return createOperationSet(parseHallSymbol(symbol));
  } catch (error) {
    if (error instanceof CrystalError && error.code === "CRYSTAL_INVALID_HALL_SYMBOL") {
      return undefined;
    }
    throw error;
  }
}
