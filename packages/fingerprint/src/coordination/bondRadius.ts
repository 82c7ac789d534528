import { elementBySymbol } from "@ftcp/crystal";

/**
 * Radii in Å where pymatgen's `CovalentRadius` takes another value of Cordero's than `elements` of
 * `@ftcp/crystal`: sp2 carbon and high-spin Mn, Fe and Co.
 */
const others: Readonly<Record<string, number>> = { C: 0.73, Mn: 1.5, Fe: 1.42, Co: 1.38 };

/** The covalent radius in Å that CrystalNN takes; undefined beyond curium. */
export function bondRadius(element: string): number | undefined {
  return others[element] ?? elementBySymbol(element).covalentRadius;
}
