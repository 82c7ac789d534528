/** Amounts that differ by less, relatively, are the same: formulas round occupancies. */
const relativeTolerance = 0.02;

/** The same for amounts that are small, in atoms per formula. */
const smallestTolerance = 0.006;

/**
 * How many formula units a cell holds.
 *
 * @param formula - amounts by element in one formula unit, D and T allowed
 * @param amounts - amounts by element in the cell, without D and T
 * @returns the factor by which all amounts differ, `undefined` when there is none
 * @internal
 */
export function compareAmounts(
  formula: ReadonlyMap<string, number>,
  amounts: ReadonlyMap<string, number>,
): number | undefined {
  const expected = new Map<string, number>();
  let expectedTotal = 0;
  for (const [element, amount] of formula) {
    if (amount <= 0) continue;
    const key = element === "D" || element === "T" ? "H" : element;
    expected.set(key, (expected.get(key) ?? 0) + amount);
    expectedTotal += amount;
  }
  let total = 0;
  for (const [element, amount] of amounts) {
    if (!expected.has(element)) return undefined;
    total += amount;
  }
  const ratio = total / expectedTotal;
  if (!(ratio > 0)) return undefined;
  for (const [element, amount] of expected) {
    const difference = Math.abs((amounts.get(element) ?? 0) / ratio - amount);
    if (difference > Math.max(relativeTolerance * amount, smallestTolerance)) return undefined;
  }
  return ratio;
}
