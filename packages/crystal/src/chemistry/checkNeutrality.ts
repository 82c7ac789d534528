import type { Composition } from "../composition/composition.ts";
import { reduceComposition } from "../composition/reduceComposition.ts";
import { elementBySymbol } from "../element/elementBySymbol.ts";
import { assignCharges } from "./assignCharges.ts";
import type { IonChoices } from "./assignCharges.ts";
import { isMetal } from "./isMetal.ts";
import type { OxidationStateTable } from "./oxidationStateTable.ts";
import { oxidationStateTables } from "./oxidationStateTables.ts";

/** Larger reduced formulas, and those that are not whole, are rounded to this many atoms. */
const largestFormula = 10_000;
/** Charge in e per atom that such a formula may have; rounding alone makes less. */
const roundedTolerance = 0.005;

/** Options of {@link checkNeutrality}. */
export interface NeutralityOptions {
  /** Name of a table in {@link oxidationStateTables}, or a table of one's own; `"common"` by default. */
  readonly oxidationStates?: "common" | "all" | "smact14" | "icsd24" | OxidationStateTable;
  /**
   * Whether elements and alloys (all elements are metals, see {@link isMetal}) are valid without further
   * questions, as with SMACT and CDVAE; true by default.
   */
  readonly alloys?: boolean;
  /** Electronegativities by element symbol to take instead of those of `elements`. */
  readonly electronegativities?: Readonly<Record<string, number | undefined>>;
}

/** What {@link checkNeutrality} found. */
export interface NeutralityReport {
  /** The verdict: `exempt` is set, or the composition is neutral and ordered at once. */
  readonly valid: boolean;
  /** Whether some choice of one oxidation state for each element adds up to zero. */
  readonly neutral: boolean;
  /**
   * Whether in one of these choices every element with a negative state is more electronegative than every
   * one with a positive state. False where an electronegativity is not known.
   */
  readonly paulingOrdered: boolean;
  /** Why the composition passes unasked: it is one element, or all its elements are metals. */
  readonly exempt: "element" | "alloy" | undefined;
  /**
   * Oxidation state of each element in the most plausible neutral choice, an ordered one if there is one;
   * undefined when there is none.
   */
  readonly oxidationStates: Readonly<Record<string, number>> | undefined;
  /** Elements for which the table has no state; with one of them nothing is neutral. */
  readonly unknownElements: readonly string[];
}

/**
 * Whether a composition can be made of ions: charge neutrality and order of electronegativities, as
 * SMACT's validity test.
 *
 * @param composition - amounts by element symbol, at least one of them positive
 * @param options - the table of oxidation states, and what passes unasked
 * @returns the verdict, and a choice of oxidation states that explains it
 * @throws {@link CrystalError} with code `CRYSTAL_INVALID_FORMULA` when an amount is negative or not
 *   finite or all are zero, `CRYSTAL_UNKNOWN_ELEMENT` for an unknown symbol
 * @throws RangeError when an oxidation state is not a whole number
 *
 * @remarks
 * Every element takes one and the same state throughout, so compounds of mixed valence (Fe3O4) are not
 * neutral, as with SMACT. The most plausible choice has the fewest elements in a state that is not among
 * the common ones, then the smallest sum of absolute charges; it is a guess, not a bond-valence analysis.
 * Sums of charges are built up element by element, so the time grows with the number of elements, of
 * their states and of different sums, not with the number of combinations.
 *
 * Amounts in no ratio of whole numbers (rounded occupancies) are neutral within 0.005 e per atom. SMACT
 * cuts their decimals off instead. Deuterium and tritium are hydrogen.
 *
 * @example
 * ```ts
 * checkNeutrality({ Fe: 2, O: 3 }); // valid, Fe 3, O -2
 * checkNeutrality({ Na: 2, Cl: 1 }).neutral; // false
 * ```
 *
 * @see D. W. Davies et al., Chem 1, 617 (2016), https://doi.org/10.1016/j.chempr.2016.09.010
 * @see D. W. Davies et al., J. Open Source Softw. 4, 1361 (2019), https://doi.org/10.21105/joss.01361
 */
export function checkNeutrality(
  composition: Composition,
  options: NeutralityOptions = {},
): NeutralityReport {
  const { oxidationStates = "common", alloys = true, electronegativities = {} } = options;
  const table =
    typeof oxidationStates === "string" ? oxidationStateTables[oxidationStates] : oxidationStates;
  const { elements, amounts, isWhole } = reduceComposition(mergeIsotopes(composition));
  const unknownElements = elements.filter((element) => statesOf(table, element).length === 0);
  const electronegativity = (element: string): number | undefined =>
    Object.hasOwn(electronegativities, element)
      ? electronegativities[element]
      : elementBySymbol(element).electronegativity;

  const atoms = amounts.reduce((sum, amount) => sum + amount, 0);
  const isExact = isWhole && atoms <= largestFormula;
  const ions = elements.map((element, index): IonChoices => {
    const amount = amounts[index] ?? 0;
    const common = statesOf(oxidationStateTables.common, element);
    return {
      amount: isExact ? amount : Math.round((amount / atoms) * largestFormula),
      electronegativity: electronegativity(element),
      states: statesOf(table, element),
      isUsual: (state) => common.includes(state),
    };
  });
  const tolerance = isExact ? 0 : Math.floor(roundedTolerance * largestFormula);
  const { neutral, ordered } =
    unknownElements.length === 0
      ? assignCharges(ions, tolerance)
      : { neutral: undefined, ordered: undefined };
  const exempt = alloys ? exemption(elements) : undefined;
  const chosen = ordered ?? neutral;
  return {
    valid: exempt !== undefined || ordered !== undefined,
    neutral: neutral !== undefined,
    paulingOrdered: ordered !== undefined,
    exempt,
    oxidationStates: chosen && nameStates(composition, elements, chosen),
    unknownElements,
  };
}

function exemption(elements: readonly string[]): NeutralityReport["exempt"] {
  if (elements.length === 1) return "element";
  return elements.every(isMetal) ? "alloy" : undefined;
}

/** The states of an element, each once; what every table says of hydrogen holds for its isotopes. */
function statesOf(table: OxidationStateTable, element: string): readonly number[] {
  const states = Object.hasOwn(table, element) ? [...new Set(table[element])] : [];
  if (!states.every(Number.isSafeInteger)) {
    throw new RangeError(
      `Oxidation states must be whole numbers, not ${states.join(", ")} of ${element}.`,
    );
  }
  return states;
}

function hydrogenOf(element: string): string {
  return element === "D" || element === "T" ? "H" : element;
}

function mergeIsotopes(composition: Composition): Composition {
  const merged = new Map<string, number>();
  for (const [element, amount] of Object.entries(composition)) {
    const symbol = hydrogenOf(element);
    merged.set(symbol, (merged.get(symbol) ?? 0) + amount);
  }
  return Object.fromEntries(merged);
}

/** States under the symbols that the composition uses; traces that were left out have none. */
function nameStates(
  composition: Composition,
  elements: readonly string[],
  states: readonly number[],
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    Object.keys(composition).flatMap((symbol) => {
      const state = states[elements.indexOf(hydrogenOf(symbol))];
      return state === undefined ? [] : [[symbol, state] as const];
    }),
  );
}
