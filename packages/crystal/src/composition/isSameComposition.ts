import type { Composition } from "./composition.ts";

/**
 * Whether two compositions have the same amounts of the same elements, up to rounding.
 *
 * @param left - amounts by element symbol
 * @param right - the other
 * @param tolerance - how far two amounts may differ, relative to the total of the larger composition;
 *   1e-6 by default
 * @returns true when all amounts agree; multiples differ (compare {@link reducedFormula} for ratios)
 * @throws RangeError when the tolerance is negative or not a number
 *
 * @remarks
 * An element that is missing has amount 0. Deuterium is not hydrogen here. NaN agrees with nothing.
 *
 * @example
 * ```ts
 * isSameComposition({ Na: 1 / 3, Cl: 1 / 3 }, { Cl: 0.3333, Na: 0.3333 }, 1e-3); // true
 * ```
 */
export function isSameComposition(
  left: Composition,
  right: Composition,
  tolerance = 1e-6,
): boolean {
  if (!(tolerance >= 0)) {
    throw new RangeError(`The tolerance must be zero or positive, not ${tolerance}.`);
  }
  const amounts = (of: Composition): Map<string, number> => new Map(Object.entries(of));
  const [first, second] = [amounts(left), amounts(right)];
  const total = (of: Map<string, number>): number =>
    [...of.values()].reduce((sum, amount) => sum + Math.abs(amount), 0);
  const allowed = tolerance * Math.max(total(first), total(second));
  return [...new Set([...first.keys(), ...second.keys()])].every(
    (element) => Math.abs((first.get(element) ?? 0) - (second.get(element) ?? 0)) <= allowed,
  );
}
