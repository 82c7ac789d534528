import { compositionOf, createStructureMatcher, reducedFormula } from "@ftcp/crystal";
import type { MatchOptions, Structure } from "@ftcp/crystal";
import { compareCells } from "./compareCells.ts";
import type { CellErrors } from "./compareCells.ts";

/** A sample that has the formula of a wanted crystal. */
export interface RediscoveryFind {
  /** The wanted crystal's position. */
  readonly crystal: number;
  /** The sample's number, from 0 on. */
  readonly sample: number;
  /** How far it is from the wanted crystal; absent when its cell has another number of sites. */
  readonly errors?: CellErrors;
  /** Whether a structure matcher takes both for the same crystal. */
  readonly isMatch: boolean;
}

/** How many of the wanted crystals were found by a number of samples, and how well. */
export interface RediscoveryReport {
  /** Share of the wanted crystals whose reduced formula was sampled: the paper's rediscovery. */
  readonly byFormula: number;
  /** Share of which a sample had the formula with as many sites, so that cells can be compared. */
  readonly byCell: number;
  /** Share of which a sample was the same crystal to a structure matcher. */
  readonly byStructure: number;
  /** Mean errors of the first sample that could be compared, over crystals that have one. */
  readonly first: CellErrors;
  /** Mean errors of the best sample (the least sum of the three errors). */
  readonly best: CellErrors;
}

/**
 * Looks for wanted crystals among samples: the paper's validation of samplers, by crystals that the model
 * has never seen.
 *
 * @remarks
 * Give it all samples, in order; it keeps those that matter: of every wanted crystal the first sample of
 * its formula, the first that can be compared, the first that matches, and every one that is better than
 * those before. {@link Rediscovery.report} then tells what any smaller number of samples had found.
 *
 * @example
 * ```ts
 * import { Rediscovery } from "@ftcp/sampling";
 *
 * const rediscovery = new Rediscovery(testCrystals);
 * decoded.forEach((result, i) => {
 *   if (result.ok) rediscovery.add(i, result.value);
 * });
 * rediscovery.report(1000).byFormula;
 * ```
 *
 * @see FTCP paper, section 4.2 and Table 1
 */
export class Rediscovery {
  readonly #wanted: readonly Structure[];
  readonly #byFormula = new Map<string, number[]>();
  readonly #matches: (left: Structure, right: Structure) => boolean;
  readonly #finds: RediscoveryFind[] = [];
  readonly #states: { isFound: boolean; isMatched: boolean; best: number }[];

  /**
   * @param wanted - the crystals to be found
   * @param options - `match`: tolerances of the structure matcher, those of CDVAE's reconstruction (0.3, 0.5,
   *   10°) by default; `finds`: what an earlier search for the same crystals found
   */
  constructor(
    wanted: readonly Structure[],
    options: {
      readonly match?: MatchOptions;
      readonly finds?: readonly RediscoveryFind[];
    } = {},
  ) {
    const { finds = [] } = options;
    const { match = { lengthTolerance: 0.3, siteTolerance: 0.5, angleTolerance: 10 } } = options;
    this.#wanted = wanted;
    const { compare } = createStructureMatcher(match);
    this.#matches = compare;
    this.#states = wanted.map(() => ({ isFound: false, isMatched: false, best: Infinity }));
    for (const [crystal, structure] of wanted.entries()) {
      const formula = reducedFormula(compositionOf(structure));
      const others = this.#byFormula.get(formula);
      if (others === undefined) this.#byFormula.set(formula, [crystal]);
      else others.push(crystal);
    }
    for (const find of finds) this.#keep(find);
  }

  /** What was found so far, in the order of the samples. */
  get finds(): readonly RediscoveryFind[] {
    return this.#finds;
  }

  /**
   * Looks at one sample.
   *
   * @param sample - its number, greater than those before
   * @param structure - what it decoded to, ordered
   */
  add(sample: number, structure: Structure): void {
    const formula = reducedFormula(compositionOf(structure));
    for (const crystal of this.#byFormula.get(formula) ?? []) {
      const wanted = this.#wanted[crystal];
      const state = this.#states[crystal];
      if (wanted === undefined || state === undefined) continue;
      const errors = compareCells(structure, wanted);
      const isMatch = !state.isMatched && this.#matches(wanted, structure);
      const isBetter = errors !== undefined && sumOf(errors) < state.best;
      if (state.isFound && !isBetter && !isMatch) continue;
      this.#keep({ crystal, sample, isMatch, ...(errors === undefined ? {} : { errors }) });
    }
  }

  /**
   * Summarises what the first samples found.
   *
   * @param samples - how many of them
   * @returns shares and mean errors; errors are NaN where nothing was found
   */
  report(samples: number): RediscoveryReport {
    const finds = this.#finds.filter(({ sample }) => sample < samples);
    const compared = finds.filter(({ errors }) => errors !== undefined);
    const shareOf = (some: readonly RediscoveryFind[]): number =>
      new Set(some.map(({ crystal }) => crystal)).size / this.#wanted.length;
    // Finds of one crystal are in order: the first is the first, and of the last that is better the best.
    const first = new Map<number, CellErrors>();
    const best = new Map<number, CellErrors>();
    for (const { crystal, errors } of compared) {
      if (errors === undefined) continue;
      if (!first.has(crystal)) first.set(crystal, errors);
      const known = best.get(crystal);
      if (known === undefined || sumOf(errors) < sumOf(known)) best.set(crystal, errors);
    }
    return {
      byFormula: shareOf(finds),
      byCell: shareOf(compared),
      byStructure: shareOf(finds.filter(({ isMatch }) => isMatch)),
      first: meanOf([...first.values()]),
      best: meanOf([...best.values()]),
    };
  }

  #keep(find: RediscoveryFind): void {
    const state = this.#states[find.crystal];
    if (state === undefined) throw new RangeError(`there is no crystal ${find.crystal}`);
    this.#finds.push(find);
    state.isFound = true;
    state.isMatched ||= find.isMatch;
    if (find.errors !== undefined) state.best = Math.min(state.best, sumOf(find.errors));
  }
}

function sumOf({ lengths, angles, coordinates }: CellErrors): number {
  return lengths + angles + coordinates;
}

function meanOf(errors: readonly CellErrors[]): CellErrors {
  const mean = (of: (each: CellErrors) => number): number =>
    errors.reduce((sum, each) => sum + of(each), 0) / errors.length;
  return {
    lengths: mean(({ lengths }) => lengths),
    angles: mean(({ angles }) => angles),
    coordinates: mean(({ coordinates }) => coordinates),
  };
}
