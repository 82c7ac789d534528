import type { DesignFunnel, QualityStep } from "@ftcp/sampling";

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
  ["neutral", "charge neutral by common oxidation states", 0.75],
  ["neutralByAll", "… by all listed ones", undefined],
  ["aboveP1", "space group above P 1 (decoded: of those of a wanted composition)", 0.75],
  ["newFormula", "formula not in the training set", 1],
] as const;

/**
 * Puts the rates of emitted designs beside those of what the decoder gave, before anything was repaired or filtered.
 *
 * @param funnels - of all searches of a demonstration
 * @returns one line for each thing that is counted
 */
export function rateEmitted(funnels: readonly DesignFunnel[]): readonly EmittedRate[] {
  const steps = funnels.flatMap(({ quality }) => quality);
  const rateOf = (name: QualityStep["name"], key: (typeof lines)[number][0]): number => {
    const counted = steps.filter((step) => step.name === name && step[key] !== undefined);
    const candidates = counted.reduce((sum, step) => sum + step.candidates, 0);
    return counted.reduce((sum, step) => sum + (step[key] ?? 0), 0) / candidates;
  };
  return lines.map(([key, label, goal]) => ({
    ...{ label, goal },
    // Symmetry is looked for only where the composition is wanted; what was decoded is not changed until then.
    raw: rateOf(key === "aboveP1" ? "composition" : "raw", key),
    emitted: rateOf("accepted", key),
  }));
}
