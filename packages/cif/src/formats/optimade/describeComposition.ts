import type { Composition } from "@ftcp/crystal";

/** The attributes of a structure resource that say what it is made of. */
export interface CompositionAttributes {
  /** Symbols in alphabetical order. */
  readonly elements: readonly string[];
  /** How many there are. */
  readonly nelements: number;
  /** The share of each among the atoms. */
  readonly elements_ratios: readonly number[];
  /** Formula with amounts of any kind. */
  readonly chemical_formula_descriptive: string | null;
  /** Formula in the smallest whole numbers, symbols in alphabetical order. */
  readonly chemical_formula_reduced: string | null;
  /** Formula of the cell in Hill's order. */
  readonly chemical_formula_hill: string | null;
  /** The reduced formula with A, B, C, … for the elements, the largest number first. */
  readonly chemical_formula_anonymous: string | null;
}

const largestMultiplier = 1000;
const wholeTolerance = 1e-8;

/**
 * The formulas of a composition as OPTIMADE has them.
 *
 * @param composition - atoms per cell by element symbol
 * @returns the attributes; formulas in whole numbers are null where there is no such ratio
 *
 * @see https://github.com/Materials-Consortia/OPTIMADE/blob/v1.2.0/optimade.rst#chemical-formula-reduced
 * @internal
 */
export function describeComposition(composition: Composition): CompositionAttributes {
  const elements = Object.keys(composition).sort();
  const amounts = elements.map((element) => composition[element] ?? 0);
  let total = 0;
  for (const amount of amounts) total += amount;
  const whole = toWhole(amounts, 1);
  const reduced = reduce(amounts);
  const isEmpty = elements.length === 0;
  return {
    elements,
    nelements: elements.length,
    elements_ratios: amounts.map((amount) => amount / total),
    chemical_formula_descriptive: isEmpty
      ? null
      : formatFormula(elements, reduced ?? amounts.map((amount) => Number(amount.toFixed(6)))),
    chemical_formula_reduced:
      isEmpty || reduced === undefined ? null : formatFormula(elements, reduced),
    chemical_formula_hill: isEmpty || whole === undefined ? null : formatHill(elements, whole),
    chemical_formula_anonymous:
      isEmpty || reduced === undefined
        ? null
        : formatFormula(
            reduced.map((_, index) => anonymousName(index)),
            [...reduced].sort((left, right) => right - left),
          ),
  };
}

/** The smallest whole numbers in the ratio of the amounts. */
function reduce(amounts: readonly number[]): readonly number[] | undefined {
  const smallest = Math.min(...amounts);
  const whole = toWhole(amounts, 1);
  const ratios = amounts.map((amount) => amount / smallest);
  let found = whole;
  for (let factor = 1; found === undefined && factor <= largestMultiplier; factor += 1) {
    found = toWhole(ratios, factor);
  }
  if (found === undefined) return undefined;
  let divisor = 0;
  for (const each of found) {
    let rest = each;
    while (rest !== 0) [divisor, rest] = [rest, divisor % rest];
  }
  return found.map((each) => each / divisor);
}

function toWhole(amounts: readonly number[], factor: number): readonly number[] | undefined {
  const whole: number[] = [];
  for (const amount of amounts) {
    const scaled = amount * factor;
    const rounded = Math.round(scaled);
    const isWhole = rounded > 0 && Math.abs(scaled - rounded) <= wholeTolerance * rounded;
    if (!isWhole || !Number.isSafeInteger(rounded)) return undefined;
    whole.push(rounded);
  }
  return whole;
}

function formatFormula(symbols: readonly string[], amounts: readonly number[]): string {
  return symbols
    .map((symbol, index) => {
      const amount = amounts[index] ?? 1;
      return amount === 1 ? symbol : `${symbol}${amount}`;
    })
    .join("");
}

function formatHill(elements: readonly string[], amounts: readonly number[]): string {
  const first = elements.includes("C") ? ["C", "H"] : [];
  const order = [
    ...first.filter((element) => elements.includes(element)),
    ...elements.filter((element) => !first.includes(element)),
  ];
  return formatFormula(
    order,
    order.map((element) => amounts[elements.indexOf(element)] ?? 1),
  );
}

/** A, B, …, Z, Aa, Ba, …, Za, Ab, … */
function anonymousName(index: number): string {
  const capital = String.fromCharCode(65 + (index % 26));
  const round = Math.floor(index / 26);
  return round === 0 ? capital : capital + String.fromCharCode(96 + round);
}
