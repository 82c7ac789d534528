import { measureQuality, type Design } from "@ftcp/sampling";
import type { CaseRun } from "./measureCase.ts";
import { shareOf } from "./shareOf.ts";

/** What candidates are worth as decoded, what designs are worth, and what they should be. */
export interface EmittedRate {
  /** What is asked. */
  readonly label: string;
  /**
   * Share of all candidates, as the decoder gives them (of the space group: of those whose composition is wanted); NaN
   * where it was not counted.
   */
  readonly raw: number;
  /** Share of the designs. */
  readonly emitted: number;
  /** The least share of the designs that is wanted; undefined where none is. */
  readonly goal: number | undefined;
}

/** What is counted, with the goals for emitted designs. */
const lines = [
  ["distances", "no atoms nearer than 0.5 Å", 0.98],
  ["covalentRadii", "… than 0.7 of the sum of their covalent radii", 0.95],
  ["volumePerAtom", "volume per atom as in training", 0.95],
  ["neutral", "neutral by common oxidation states, or all metals (as SMACT)", 0.75],
  ["neutralByAll", "… by all listed ones", undefined],
  ["aboveP1", "space group above P 1 (decoded: of those of a wanted composition)", 0.75],
  ["newFormula", "formula not in the training set", 1],
] as const;

/** Name of a thing that is counted. */
type Counted = (typeof lines)[number][0];

/**
 * Puts the rates of designs beside those of what the decoder gave, before anything was repaired or filtered.
 *
 * @param runs - all searches of a demonstration; of their designs only those that were chosen
 * @param knownFormulas - reduced formulas of the training crystals
 * @returns one line for each thing that is counted
 */
export function rateEmitted(
  runs: readonly Pick<CaseRun, "funnel" | "designs">[],
  knownFormulas: ReadonlySet<string>,
): readonly EmittedRate[] {
  const steps = runs.flatMap(({ funnel }) => funnel.quality);
  const rateDecoded = (key: Counted): number => {
    // Symmetry is looked for only where the composition is wanted; what was decoded is not changed until then.
    const name = key === "aboveP1" ? "composition" : "raw";
    const counted = steps.filter((step) => step.name === name && step[key] !== undefined);
    const candidates = counted.reduce((sum, step) => sum + step.candidates, 0);
    return counted.reduce((sum, step) => sum + (step[key] ?? 0), 0) / candidates;
  };
  const emitted = runs.flatMap(({ designs }) =>
    designs.map((design) => rateDesign(design, knownFormulas)),
  );
  return lines.map(([key, label, goal]) => ({
    ...{ label, goal },
    raw: rateDecoded(key),
    emitted: shareOf(emitted.flatMap((rated) => rated[key] ?? [])) ?? Number.NaN,
  }));
}

/** What is true of one design; undefined where its symmetry was not looked for. */
function rateDesign(
  { structure, formula, repair }: Design,
  knownFormulas: ReadonlySet<string>,
): Readonly<Record<Counted, boolean | undefined>> {
  const spaceGroup = repair?.spaceGroup;
  return {
    ...measureQuality(structure),
    newFormula: !knownFormulas.has(formula),
    aboveP1: spaceGroup && spaceGroup.number > 1,
  };
}
