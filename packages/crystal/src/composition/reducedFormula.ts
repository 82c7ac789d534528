import { CrystalError } from "../crystalError.ts";
import { compareElements } from "../element/compareElements.ts";
import { elementBySymbol } from "../element/elementBySymbol.ts";
import type { Composition } from "./composition.ts";

/** Largest multiplier tried to make the amounts of a disordered crystal whole. */
const largestMultiplier = 1000;
/** How far from a whole number an amount may be, relative to the amount, and how little is nothing. */
const wholeTolerance = 1e-8;

/**
 * The one formula of a composition ratio: whole numbers without a common divisor.
 *
 * @param composition - amounts by element symbol, at least one of them positive; zeros are left out,
 *   and so are traces below 1e-8 of the largest amount
 * @returns as `"SiO2"`: elements by ascending Pauling electronegativity, those without one last, ties
 *   by symbol; the number 1 is not written
 * @throws {@link CrystalError} with code `CRYSTAL_INVALID_FORMULA` when an amount is negative or not
 *   finite or all are zero, `CRYSTAL_UNKNOWN_ELEMENT` for an unknown symbol
 *
 * @remarks
 * The same ratio always gives the same text, which makes it a grouping key. So, unlike pymatgen's
 * formula, elemental gases stay single (`"O"`, not `"O2"`) and groups are not put in brackets.
 * Fractional amounts are multiplied up to whole numbers where a multiplier up to 1000 of the smallest
 * amount's unit does it; otherwise they are given relative to the smallest, with four decimals.
 *
 * @example
 * ```ts
 * reducedFormula({ O: 4, Si: 2 }); // "SiO2"
 * reducedFormula({ Na: 0.5, K: 0.5, Cl: 1 }); // "KNaCl2"
 * ```
 */
export function reducedFormula(composition: Composition): string {
  let entries = Object.entries(composition).filter(([, amount]) => amount !== 0);
  if (entries.length === 0 || entries.some(([, amount]) => !(amount > 0 && amount < Infinity))) {
    throw new CrystalError(
      "CRYSTAL_INVALID_FORMULA",
      "A composition needs amounts that are positive and finite.",
      { formula: entries.map(([element, amount]) => `${element}${amount}`).join("") },
    );
  }
  // A ratio this extreme is no chemistry, and would give every crystal with a trace a key of its own.
  const traces = wholeTolerance * Math.max(...entries.map(([, amount]) => amount));
  entries = entries.filter(([, amount]) => amount >= traces);
  // Sorting looks elements up only when there are two of them.
  for (const [element] of entries) elementBySymbol(element);
  entries.sort(([left], [right]) => compareElements(left, right));
  const amounts = toCoprime(entries.map(([, amount]) => amount));
  return entries
    .map(([element], index) => {
      const amount = amounts[index] ?? 0;
      return amount === 1 ? element : `${element}${formatAmount(amount)}`;
    })
    .join("");
}

function formatAmount(amount: number): string {
  return Number.isInteger(amount) ? String(amount) : String(Number(amount.toFixed(4)));
}

/** The same ratio in whole numbers without a common divisor, or relative to the smallest amount. */
function toCoprime(amounts: readonly number[]): readonly number[] {
  const whole = toWhole(amounts, 1);
  if (whole !== undefined) return divideByCommonDivisor(whole);
  const smallest = Math.min(...amounts);
  const ratios = amounts.map((amount) => amount / smallest);
  for (let multiplier = 1; multiplier <= largestMultiplier; multiplier++) {
    const scaled = toWhole(ratios, multiplier);
    if (scaled !== undefined) return divideByCommonDivisor(scaled);
  }
  return ratios;
}

function toWhole(amounts: readonly number[], factor: number): readonly number[] | undefined {
  const whole: number[] = [];
  for (const amount of amounts) {
    const scaled = amount * factor;
    const rounded = Math.round(scaled);
    if (rounded === 0 || Math.abs(scaled - rounded) > wholeTolerance * rounded) return undefined;
    whole.push(rounded);
  }
  return whole;
}

function divideByCommonDivisor(amounts: readonly number[]): readonly number[] {
  let divisor = 0;
  for (const amount of amounts) {
    let rest = amount;
    while (rest !== 0) [divisor, rest] = [rest, divisor % rest];
  }
  return amounts.map((amount) => amount / divisor);
}
