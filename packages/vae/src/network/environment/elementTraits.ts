import { elements, isMetal, oxidationStateTables } from "@ftcp/crystal";
import { elementScalars } from "../elementScalars.ts";

/**
 * What architecture `environment` knows of an element: the numbers of `elementScalars`, and the highest
 * and the lowest common oxidation state, whether it is a metal, an alkali metal, an alkaline earth metal, a
 * chalcogen or a halogen.
 *
 * @returns `[elements][traits]`, H first, of mean 0 and variance 1 over the elements
 */
export function elementTraits(): readonly (readonly number[])[] {
  const further = elements.map(({ symbol, group }) => {
    const states = oxidationStateTables.common[symbol] ?? [0];
    return [
      Math.max(...states),
      Math.min(...states),
      Number(isMetal(symbol)),
      ...[1, 2, 16, 17].map((one) => Number(group === one)),
    ];
  });
  const width = further[0]?.length ?? 0;
  const moments = Array.from({ length: width }, (_, column) => {
    const numbers = further.map((row) => row[column] as number);
    const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
    const variance = numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length;
    return { mean, deviation: Math.sqrt(variance) };
  });
  return elementScalars().map((scalars, row) => [
    ...scalars,
    ...moments.map(({ mean, deviation }, column) => {
      return ((further[row]?.[column] ?? mean) - mean) / deviation;
    }),
  ]);
}
