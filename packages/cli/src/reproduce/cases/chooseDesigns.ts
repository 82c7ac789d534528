import { compositionOf } from "@ftcp/crystal";
import { targetDistance, type Design, type PropertyTarget } from "@ftcp/sampling";
import type { Opinion } from "./askOpinions.ts";

/** A design that was chosen, with what it was chosen by. */
export interface ChosenDesign {
  /** The design. */
  readonly design: Design;
  /** What our own models say of it. */
  readonly opinions: readonly Opinion[];
}

/**
 * Chooses designs by several opinions: those for which the root of the mean square of the distances from the targets is
 * least, so that opinions count that are off and opinions that differ. No two have the same elements.
 *
 * @param designs - what a search found
 * @param opinions - for each design
 * @param targets - what is wanted
 * @param spreads - what makes several targets comparable, see {@link targetDistance}
 * @param count - how many to choose
 * @returns at most `count` designs, best first
 */
export function chooseDesigns(
  designs: readonly Design[],
  opinions: readonly (readonly Opinion[])[],
  targets: readonly PropertyTarget[],
  spreads: Readonly<Record<string, number>>,
  count: number,
): readonly ChosenDesign[] {
  const distanceOf = (all: readonly Opinion[]): number => {
    if (all.length === 0) return Infinity;
    const squares = all.map((opinion) => targetDistance(targets, opinion, spreads) ** 2);
    return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / all.length);
  };
  const systems = new Set<string>();
  const isFirst = ({ design }: ChosenDesign): boolean => {
    const system = Object.keys(compositionOf(design.structure)).sort().join("-");
    return systems.size < systems.add(system).size;
  };
  return designs
    .map((design, i) => ({ design, opinions: opinions[i] ?? [] }))
    .map((chosen) => ({ chosen, distance: distanceOf(chosen.opinions) }))
    .filter(({ distance }) => distance < Infinity)
    .sort((a, b) => a.distance - b.distance)
    .map(({ chosen }) => chosen)
    .filter(isFirst)
    .slice(0, count);
}
