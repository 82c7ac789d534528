import { CrystalError } from "../crystalError.ts";
import { elementBySymbol } from "../element/elementBySymbol.ts";
import type { Composition } from "./composition.ts";

/** Largest multiplier tried to make the amounts of a disordered crystal whole. */
const largestMultiplier = 1000;
/** How far from a whole number an amount may be, relative to the amount, and how little is nothing. */
const wholeTolerance = 1e-8;

/** A composition as a ratio, and how often the ratio fits into it. */
export interface ReducedComposition {
  /** Element symbols in the order of the composition. */
  readonly elements: readonly string[];
  /** Their amounts, whole numbers without a common divisor, or relative to the smallest. */
  readonly amounts: readonly number[];
  /** Whether the amounts are whole. */
  readonly isWhole: boolean;
  /** `composition = factor · amounts`. */
  readonly factor: number;
}

/**
 * Reduces a composition to the smallest whole numbers in the same ratio; where a multiplier up to 1000 of
 * the smallest amount's unit makes none, to amounts relative to the smallest. Zeros are left out, and so
 * are traces below 1e-8 of the largest amount: a ratio this extreme is no chemistry.
 *
 * @throws {@link CrystalError} with code `CRYSTAL_INVALID_FORMULA` when an amount is negative or not
 *   finite or all are zero, `CRYSTAL_UNKNOWN_ELEMENT` for an unknown symbol
 */
export function reduceComposition(composition: Composition): ReducedComposition {
  const entries = Object.entries(composition).filter(([, amount]) => amount !== 0);
  if (entries.length === 0 || entries.some(([, amount]) => !(amount > 0 && amount < Infinity))) {
    throw new CrystalError(
      "CRYSTAL_INVALID_FORMULA",
      "A composition needs amounts that are positive and finite.",
      { formula: entries.map(([element, amount]) => `${element}${amount}`).join("") },
    );
  }
  const traces = wholeTolerance * Math.max(...entries.map(([, amount]) => amount));
  const kept = entries.filter(([, amount]) => amount >= traces);
  const elements = kept.map(([element]) => element);
  for (const element of elements) elementBySymbol(element);
  const given = kept.map(([, amount]) => amount);
  const whole = toCoprime(given);
  const smallest = Math.min(...given);
  const amounts = whole ?? given.map((amount) => amount / smallest);
  const [first = 1] = amounts;
  return {
    elements,
    amounts,
    isWhole: whole !== undefined,
    factor: whole === undefined ? smallest : (given[0] ?? 1) / first,
  };
}

/** The same ratio in whole numbers without a common divisor, if there is one. */
function toCoprime(amounts: readonly number[]): readonly number[] | undefined {
  const whole = toWhole(amounts, 1);
  if (whole !== undefined) return divideByCommonDivisor(whole);
  const smallest = Math.min(...amounts);
  const ratios = amounts.map((amount) => amount / smallest);
  for (let multiplier = 1; multiplier <= largestMultiplier; multiplier++) {
    const scaled = toWhole(ratios, multiplier);
    if (scaled !== undefined) return divideByCommonDivisor(scaled);
  }
  return undefined;
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
