import type { ReportRates } from "@ftcp/report";
import type { QualityStep } from "@ftcp/sampling";

const stepNames: Readonly<Record<QualityStep["name"], string>> = {
  raw: "decoded",
  latents: "latent repaired",
  composition: "composition wanted",
  volume: "volume rescaled",
  separation: "atoms apart",
  symmetry: "symmetrised",
  accepted: "designs",
};

const lines = [
  ["distances", "no atoms nearer than 0.5 Å"],
  ["covalentRadii", "… than 0.7 of the radii’s sum"],
  ["volumePerAtom", "volume per atom as in training"],
  ["neutral", "neutral, or all metals (as SMACT)"],
  ["neutralByAll", "… by all listed oxidation states"],
  ["aboveP1", "space group above P1"],
  ["newFormula", "formula not known"],
  ["decodesToItself", "decodes to itself again"],
] as const;

/**
 * Rates of what candidates are worth, from the decoder to the designs.
 *
 * @param steps - the counts of the search
 * @returns one table for the report; none when nothing was counted
 */
export function createQualityRates(steps: readonly QualityStep[]): readonly ReportRates[] {
  const counted = steps.filter(({ candidates }) => candidates > 0);
  if (counted.length === 0) return [];
  return [
    {
      title: "What candidates are worth, step by step",
      columns: counted.map(({ name, candidates }) => `${stepNames[name]} (${candidates})`),
      rows: [
        ...lines.map(([key, label]) => ({
          label,
          values: counted.map((step) => (step[key] ?? Number.NaN) / step.candidates),
        })),
        {
          label: "changed by the step",
          values: counted.map(({ changed, candidates }) => changed / candidates),
        },
      ].filter(({ values }) => values.some(Number.isFinite)),
      note:
        "Shares of all judged candidates, those that decode to nothing included; from “composition wanted” on, of " +
        "those whose elements, charges and formula are wanted; in the last column, of the designs.",
    },
  ];
}
