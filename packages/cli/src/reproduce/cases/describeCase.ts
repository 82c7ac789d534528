import { compositionOf } from "@ftcp/crystal";
import type { GeneratedSetReport } from "@ftcp/sampling";
import type { MostSimilarCrystal } from "../../design/measureDissimilarity.ts";
import { formatMarkdownTable } from "../../io/formatMarkdownTable.ts";
import { describeDesignSet } from "./describeDesignSet.ts";
import type { CaseMeasurement, CaseRun, HitRates } from "./measureCase.ts";
import type { CaseQualifiers } from "./qualifyCase.ts";
import type { EmittedRate } from "./rateEmitted.ts";
import { spreadOf, type Spread } from "./spreadOf.ts";
import type { CaseTotals } from "./totalCase.ts";

/** Everything that is told of a demonstration. */
export interface CaseReport {
  /** What the demonstration is. */
  readonly title: string;
  /** Names of the models that searched. */
  readonly models: readonly string[];
  /** The searches. */
  readonly runs: readonly CaseRun[];
  /** Their hit rates, in the same order. */
  readonly measurements: readonly CaseMeasurement[];
  /** What candidates and designs are worth. */
  readonly rates: readonly EmittedRate[];
  /** All designs summed up. */
  readonly totals: CaseTotals;
  /** For each design, in order of runs and ranks, the training crystal most like it; absent without data. */
  readonly mostSimilar: readonly (MostSimilarCrystal | undefined)[] | undefined;
  /** Mean errors of the judge on the random test crystals, by property; absent without judge or data. */
  readonly judgeErrors: Readonly<Record<string, number>> | undefined;
  /** Formulas of designs that crystals of the test split have; absent without data. */
  readonly rediscovered: readonly string[] | undefined;
  /** What the rates do not say. */
  readonly qualifiers: CaseQualifiers;
  /** The designs as a generated set, beside the test crystals; absent without data. */
  readonly generated: GeneratedSetReport | undefined;
  /** The property whose distribution is compared by the judge; absent without judge or data. */
  readonly comparedProperty: string | undefined;
  /** What the paper reports, and what is aimed at. */
  readonly remarks: readonly string[];
}

/**
 * Describes a demonstration as markdown: hit rates beside base rates, what the designs are worth, and every design.
 *
 * @param report - what was found
 * @returns lines
 */
export function describeCase(report: CaseReport): readonly string[] {
  const { title, models, runs, rates, totals, mostSimilar, generated, remarks } = report;
  const isJudged = runs.some(({ judged }) => judged !== undefined);
  return [
    `${title} ${models.length === 1 ? "Model" : "Models"} ${models.map((name) => `\`${name}\``).join(", ")}.`,
    "",
    ...describeHits(report),
    "",
    ...formatMarkdownTable(
      ["", "decoded, all candidates", "designs", "goal"],
      rates.map(({ label, raw, emitted, goal }) => [
        label,
        percent(raw),
        percent(emitted),
        goal === undefined ? "–" : `${goal < 1 ? "≥ " : ""}${percent(goal)}`,
      ]),
    ),
    "",
    ...describeTotals(totals).map((line) => `- ${line}`),
    ...describeDissimilarity(mostSimilar).map((line) => `- ${line}`),
    ...describeReferences(report).map((line) => `- ${line}`),
    ...describeRecall(report).map((line) => `- ${line}`),
    ...describeQualifiers(report).map((line) => `- ${line}`),
    ...(generated === undefined
      ? []
      : describeDesignSet(generated, report.comparedProperty, percent).map((line) => `- ${line}`)),
    ...remarks.map((line) => `- ${line}`),
    ...(isJudged
      ? []
      : [
          "- No independent model was given (`--judge`): the rates are those of the model that searched.",
        ]),
    "- No design is relaxed. Graph networks hardly see geometry: a hit counts only with valid geometry.",
    ...(totals.designs === 0 ? [] : ["", ...describeDesigns(report)]),
  ];
}

function describeHits({ measurements }: CaseReport): readonly string[] {
  const cells = (rates: HitRates): readonly string[] => [
    percent(rates.own),
    percent(rates.judge),
    rates.base === undefined ? "–" : `${percent(rates.base)} of ${rates.baseCount}`,
  ];
  return formatMarkdownTable(
    [
      ...["targets", "candidates", "designs", "new formulas", "hits by our own model"],
      ...["hits by CGCNN", "test crystals at random"],
    ],
    measurements.flatMap((row) => {
      const alone = Object.entries(row.criteria);
      const { sampled, designs, found, formulas } = row;
      const chosen = found === undefined ? String(designs) : `${designs} of ${found}`;
      const counts = [String(sampled), chosen, String(formulas)];
      return [
        [row.targets.join(", "), ...counts, ...cells(row)],
        ...(alone.length < 2
          ? []
          : alone.map(([property, rates]) => [`… ${property} alone`, "", "", "", ...cells(rates)])),
      ];
    }),
  );
}

function describeTotals(totals: CaseTotals): readonly string[] {
  const { designs, formulas, newFormulas, elements, structureTypes, drawn } = totals;
  const { metals, covalentRatio, moved, movedOnAverage, rescaled, latentsMoved, decodesToItself } =
    totals;
  return [
    `${designs} designs, ${formulas} formulas, ${newFormulas} of the designs with one that is not in the training ` +
      `set; ${elements} elements, ${structureTypes} structure types (amounts and space group). ` +
      `${drawn.designs} designs drawn from them have ${drawn.structureTypes.toFixed(1)} structure types and ` +
      `${drawn.elements.toFixed(1)} elements on average; the paper's 17 have 8 and 30.`,
    `Of the designs that are neutral, or all metals, these are all metals: ${metals} of ${designs}.`,
    ...(covalentRatio === undefined
      ? []
      : [
          `The smallest distance of two atoms of a design is ${covalentRatio.median.toFixed(2)} of the sum of their ` +
            `covalent radii (median; smallest ${covalentRatio.least.toFixed(2)}).`,
        ]),
    ...(moved === undefined || movedOnAverage === undefined
      ? []
      : [
          `Repairs moved the atom that went farthest by ${lengths(moved)}, all atoms of a design by ` +
            `${lengths(movedOnAverage)} (root of the mean square); they changed the volume of ` +
            `${percent(rescaled)} and the latent of ${percent(latentsMoved)}.`,
        ]),
    ...(decodesToItself === undefined
      ? []
      : [`Encoded again, ${percent(decodesToItself)} of the designs decode to the same crystal.`]),
  ];
}

function lengths({ median, most }: Spread): string {
  return `${median.toFixed(2)} Å (median; 95 %: ${most.toFixed(2)} Å)`;
}

function describeDissimilarity(found: CaseReport["mostSimilar"] = []): readonly string[] {
  const values = found.flatMap((one) => one?.dissimilarity ?? []);
  const { median } = spreadOf(values) ?? {};
  if (median === undefined) return [];
  const above = values.filter((value) => value > 0.75).length;
  return [
    `Least dissimilarity to the training crystals by local order (Figure S4): median ${median.toFixed(2)}, ` +
      `largest ${Math.max(...values).toFixed(2)}, above 0.75 for ${above} of ${values.length}; the paper's median ` +
      "is 0.64, after relaxation.",
  ];
}

function describeReferences({ judgeErrors, rediscovered }: CaseReport): readonly string[] {
  return [
    ...(rediscovered === undefined
      ? []
      : [
          rediscovered.length === 0
            ? "No design has the formula of a crystal of the test split."
            : `Crystals of the test split have the formulas of ${rediscovered.length} designs: ${rediscovered.join(", ")}.`,
        ]),
    ...(judgeErrors === undefined
      ? []
      : [
          `CGCNN's mean absolute error on the random test crystals: ${Object.entries(judgeErrors)
            .map(([property, error]) => `${property} ${error.toFixed(3)}`)
            .join(", ")}.`,
        ]),
  ];
}

function describeRecall({ measurements }: CaseReport): readonly string[] {
  return measurements.flatMap(({ targets, recall, criteria }) => {
    const alone = Object.entries(criteria).flatMap(([property, rates]) =>
      rates.recall === undefined ? [] : [`${property} alone ${percent(rates.recall)}`],
    );
    if (recall === undefined && alone.length === 0) return [];
    const isOnly = Object.keys(criteria).length < 2;
    const shares = [...(recall === undefined ? [] : [percent(recall)]), ...(isOnly ? [] : alone)];
    return [
      "Perfect designs would get as many hits by CGCNN as the random test crystals that lie at " +
        `${targets.join(", ")}: ${shares.join(", ")}.`,
    ];
  });
}

function describeQualifiers({ qualifiers, totals }: CaseReport): readonly string[] {
  const { uncertainty, lowSymmetry, alike } = qualifiers;
  const medians = Object.entries(uncertainty).map(([name, value]) => `${name} ${value.toFixed(3)}`);
  return [
    ...(medians.length === 0
      ? []
      : [
          `Our own model's standard deviation over draws of a design's posterior, median: ${medians.join(", ")}.`,
        ]),
    ...(lowSymmetry === undefined
      ? []
      : [
          `Of the designs ${percent(lowSymmetry)} have one two-fold axis, mirror or inversion at most (point groups ` +
            "1, -1, 2 and m).",
        ]),
    ...(alike === undefined
      ? []
      : [
          `Dissimilarity below 0.05, the local order of a training crystal with other elements or amounts: ` +
            `${alike} of ${totals.designs}.`,
        ]),
  ];
}

function describeDesigns({ runs, mostSimilar }: CaseReport): readonly string[] {
  const properties = [
    ...new Set(runs.flatMap(({ targetSpecs }) => targetSpecs.map(({ property }) => property))),
  ];
  const isJudged = runs.some(({ judged }) => judged !== undefined);
  const offsets = runs.map((_, i) =>
    runs.slice(0, i).reduce((sum, { designs }) => sum + designs.length, 0),
  );
  return formatMarkdownTable(
    [
      ...["run", "formula", "elements", "sites", "space group"],
      ...properties.flatMap((name) => (isJudged ? [name, "by CGCNN"] : [name])),
      ...["root", "min. Å", "of radii", "moved Å", "neutral or metals", "decodes to itself"],
      ...(mostSimilar === undefined ? [] : ["dissimilarity"]),
    ],
    runs.flatMap(({ name, designs: found, judged }, run) =>
      found.map((design, i) => [
        ...[name, design.formula],
        String(Object.keys(compositionOf(design.structure)).length),
        String(design.structure.sites.length),
        design.repair?.spaceGroup?.hermannMauguin ?? "–",
        ...properties.flatMap((property) => {
          const own = decimal(design.predicted[property]);
          return isJudged ? [own, decimal(judged?.[i]?.[property])] : [own];
        }),
        design.root.formula,
        design.checks.shortestDistance.toFixed(2),
        decimal(design.checks.covalentRatio, 2),
        decimal(design.repair?.displacement.largest, 2),
        design.neutrality.common ? "yes" : "no",
        { true: "yes", false: "no", undefined: "–" }[
          String(design.reencoded?.decodesToItself) as "true" | "false" | "undefined"
        ],
        ...(mostSimilar === undefined
          ? []
          : [decimal(mostSimilar[(offsets[run] ?? 0) + i]?.dissimilarity, 2)]),
      ]),
    ),
  );
}

function decimal(value: number | undefined, digits = 3): string {
  return value === undefined || !Number.isFinite(value) ? "–" : value.toFixed(digits);
}

function percent(share: number | undefined): string {
  return share === undefined || Number.isNaN(share)
    ? "–"
    : `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
}
