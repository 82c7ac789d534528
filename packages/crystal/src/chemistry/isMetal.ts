import { elementBySymbol } from "../element/elementBySymbol.ts";

/** Atomic numbers, first and last, of the runs of elements that are no metals. */
const nonmetals: readonly (readonly [number, number])[] = [
  [1, 2],
  [5, 10],
  [14, 18],
  [33, 36],
  [52, 54],
  [85, 86],
];

/**
 * Whether an element counts as a metal.
 *
 * @param element - element symbol
 * @returns true for all elements but H, B, C, Si, N, P, As, O, S, Se, Te, the halogens and the noble gases
 * @throws {@link CrystalError} with code `CRYSTAL_UNKNOWN_ELEMENT`
 *
 * @remarks
 * The list is that of SMACT, by which CDVAE lets alloys pass: Ge, Sb and Po are metals. Pm and Lr, which
 * SMACT's list leaves out, are metals here.
 *
 * @example
 * ```ts
 * isMetal("Ge"); // true
 * isMetal("Si"); // false
 * ```
 */
export function isMetal(element: string): boolean {
  const { number } = elementBySymbol(element);
  return !nonmetals.some(([first, last]) => number >= first && number <= last);
}
