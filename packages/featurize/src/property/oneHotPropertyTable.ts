import { elements } from "@ftcp/crystal";

import { createPropertyTable } from "./createPropertyTable.ts";
import type { PropertyTable } from "./propertyTable.ts";

/**
 * The table that names each element by a bit of its own: one-hot over the atomic number, 103 bits.
 *
 * @returns the table
 *
 * @remarks
 * Other than CGCNN's bits it tells all elements apart, and knows nothing of their likeness.
 *
 * @example
 * ```ts
 * oneHotPropertyTable().vectors["He"]?.indexOf(1); // 1
 * ```
 */
export function oneHotPropertyTable(): PropertyTable {
  return createPropertyTable({
    name: "one-hot-103",
    labels: elements.map(({ symbol }) => `is ${symbol}`),
    vectors: Object.fromEntries(
      elements.map(({ symbol, number }) => [
        symbol,
        elements.map((other) => (other.number === number ? 1 : 0)),
      ]),
    ),
  });
}
