import { compositionOf, isMetal } from "@ftcp/crystal";
import type { Structure } from "@ftcp/crystal";
import type { Design } from "@ftcp/sampling";
import { shareOf } from "./shareOf.ts";
import { spreadOf, type Spread } from "./spreadOf.ts";

/** What the designs of a whole demonstration amount to. */
export interface CaseTotals {
  /** All designs. */
  readonly designs: number;
  /** Different formulas. */
  readonly formulas: number;
  /** Designs whose formula no other crystal of the model's training set has. */
  readonly newFormulas: number;
  /** Different elements. */
  readonly elements: number;
  /** Different structure types: formulas without names of elements, with their space groups. */
  readonly structureTypes: number;
  /** The same for as many designs as the paper shows, drawn at random: mean numbers. */
  readonly drawn: {
    /** Designs drawn: 17, or all if there are fewer. */
    readonly designs: number;
    /** Different elements in them. */
    readonly elements: number;
    /** Different structure types of them. */
    readonly structureTypes: number;
  };
  /** Designs of metals only, which pass the check of charges unasked. */
  readonly metals: number;
  /** Median and smallest of the designs' least `distance / sum of covalent radii`; undefined without designs. */
  readonly covalentRatio: { readonly median: number; readonly least: number } | undefined;
  /** How far repairs moved the atom of a design that they moved farthest, in Å; undefined without repairs. */
  readonly moved: Spread | undefined;
  /** Root of the mean square of the ways of all atoms of a design, in Å. */
  readonly movedOnAverage: Spread | undefined;
  /** Share of the designs whose volume was changed by repairs. */
  readonly rescaled: number | undefined;
  /** Share whose latent was moved before decoding. */
  readonly latentsMoved: number | undefined;
  /** Share that decodes to the same crystal when it is encoded again; undefined where that was not tried. */
  readonly decodesToItself: number | undefined;
}

/** Designs of the paper whose structure types and elements were counted. */
const paperDesigns = 17;

/**
 * Sums up the designs of all searches of a demonstration.
 *
 * @param designs - all designs
 * @param knownFormulas - reduced formulas of the training crystals
 * @returns counts, shares and spreads
 */
export function totalCase(
  designs: readonly Design[],
  knownFormulas: ReadonlySet<string>,
): CaseTotals {
  const types = countEach(designs.map((design) => [typeOf(design)]));
  const elements = countEach(designs.map((design) => Object.keys(compositionOf(design.structure))));
  const drawn = Math.min(paperDesigns, designs.length);
  const meanOf = (counts: ReadonlyMap<string, number>): number =>
    [...counts.values()].reduce(
      (sum, count) => sum + 1 - chanceOfNone(count, designs.length, drawn),
      0,
    );
  const repairs = designs.flatMap(({ repair }) => repair ?? []);
  const reencoded = designs.flatMap(({ reencoded: answer }) => answer ?? []);
  return {
    designs: designs.length,
    formulas: new Set(designs.map(({ formula }) => formula)).size,
    newFormulas: designs.filter(({ formula }) => !knownFormulas.has(formula)).length,
    elements: elements.size,
    structureTypes: types.size,
    metals: designs.filter(({ structure }) => isAllMetals(structure)).length,
    covalentRatio: leastOf(designs.map(({ checks }) => checks.covalentRatio)),
    drawn: { designs: drawn, elements: meanOf(elements), structureTypes: meanOf(types) },
    moved: spreadOf(repairs.map(({ displacement }) => displacement.largest)),
    movedOnAverage: spreadOf(repairs.map(({ displacement }) => displacement.rms)),
    rescaled: shareOf(repairs.map(({ volumeFactor }) => volumeFactor !== 1)),
    latentsMoved: shareOf(repairs.map(({ latentMoved }) => latentMoved > 0)),
    decodesToItself: shareOf(reencoded.map(({ decodesToItself }) => decodesToItself)),
  };
}

function isAllMetals(structure: Structure): boolean {
  return Object.keys(compositionOf(structure)).every(isMetal);
}

function leastOf(values: readonly number[]): CaseTotals["covalentRatio"] {
  const spread = spreadOf(values);
  return spread && { median: spread.median, least: Math.min(...values) };
}

/** `1:1:3 221`: amounts in order of size, and the space group where it is known. */
function typeOf({ formula, repair }: Design): string {
  const amounts = [...formula.matchAll(/[A-Z][a-z]?(\d*)/gu)].map(([, count]) =>
    count === "" ? 1 : Number(count),
  );
  return `${amounts.sort((a, b) => a - b).join(":")} ${repair?.spaceGroup?.number ?? "?"}`;
}

/** In how many lists each name stands. */
function countEach(lists: readonly (readonly string[])[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const names of lists) {
    for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

/** The chance that none of `count` things among `all` is drawn: C(all - count, drawn) / C(all, drawn). */
function chanceOfNone(count: number, all: number, drawn: number): number {
  let chance = 1;
  for (let i = 0; i < drawn; i++) chance *= Math.max(0, all - count - i) / (all - i);
  return chance;
}
