import { formatTable } from "../io/formatTable.ts";
import { countNear } from "./countNear.ts";
import { createQualityRates } from "./createQualityRates.ts";
import type { DesignRun } from "./designRun.ts";
import { listRejections } from "./listRejections.ts";
import { measureDisagreement } from "./measureDisagreement.ts";
import type { RankedDesign } from "./rankedDesign.ts";

/**
 * Describes what a search found for people.
 *
 * @param designs - in order of rank
 * @param run - the run that found them
 * @returns a table of the designs, what candidates were worth step by step, what became of them, and what is new
 */
export function describeRun(designs: readonly RankedDesign[], run: DesignRun): readonly string[] {
  const properties = Object.keys(designs[0]?.design.predicted ?? {});
  const wanted = [...new Set(run.targetSpecs.map(({ property }) => property))];
  const isJudged = designs.some(({ opinions }) => opinions.length > 0);
  const isCompared = designs.some(({ mostSimilar }) => mostSimilar !== undefined);
  const table = formatTable(
    [
      ...[
        "#",
        "formula",
        "sites",
        ...properties,
        "off target",
        "root",
        "of",
        "latent dist.",
        "min. Å",
      ],
      ...(isJudged ? wanted.map((property) => `± ${property}`) : []),
      ...(isCompared ? ["unlike"] : []),
    ],
    designs.map(({ design, opinions, mostSimilar }, i) => [
      String(i + 1),
      design.formula,
      String(design.structure.sites.length),
      ...properties.map((property) => (design.predicted[property] ?? Number.NaN).toFixed(3)),
      design.targetDistance.toFixed(3),
      design.root.id,
      design.root.formula,
      design.latentDistance.toFixed(2),
      design.checks.shortestDistance.toFixed(2),
      ...(isJudged
        ? wanted.map(
            (name) => measureDisagreement(design.predicted, opinions)[name]?.toFixed(3) ?? "",
          )
        : []),
      ...(isCompared ? [mostSimilar?.dissimilarity.toFixed(2) ?? ""] : []),
    ]),
  );
  const { funnel } = run;
  return [
    ...(designs.length === 0 ? [] : [...table, ""]),
    ...describeRates(run),
    `${funnel.sampled} candidates: ${funnel.accepted} accepted` +
      listRejections(funnel)
        .map(({ label, count }) => `, ${count} ${label}`)
        .join(""),
    ...(designs.length === 0 ? [] : [...describeNear(designs, run), describeNovelty(designs, run)]),
    ...(isJudged
      ? ["±: standard deviation over the models; their mean distance ranks designs"]
      : []),
    ...(isCompared
      ? ["unlike: dissimilarity of local order to the most similar training crystal (0: the same)"]
      : []),
  ];
}

/** Shares in percent of the candidates that are left at each step, and of the designs. */
function describeRates({ funnel }: DesignRun): readonly string[] {
  return createQualityRates(funnel.quality).flatMap(({ columns, rows }) => [
    ...formatTable(
      ["%", ...columns],
      rows.map(({ label, values }) => [
        label,
        ...values.map((value) => (Number.isFinite(value) ? (100 * value).toFixed(1) : "")),
      ]),
    ),
    "",
  ]);
}

/** What a value without a tolerance, which only ranks designs, came to. */
function describeNear(designs: readonly RankedDesign[], run: DesignRun): readonly string[] {
  return countNear(
    designs.map(({ design }) => design),
    run,
  ).map(
    ({ target, within, designs: near }) =>
      `${near} of ${designs.length} within ${Number(within.toPrecision(2))} of ${target}, a quarter of the property's ` +
      "spread (a tolerance keeps only such designs: --tolerance, or +- behind the value)",
  );
}

function describeNovelty(designs: readonly RankedDesign[], { index }: DesignRun): string {
  const known = designs.filter(({ design }) => !design.novelty.formula);
  const compared = known.reduce((sum, { design }) => sum + design.novelty.structuresCompared, 0);
  const formulas = `new: ${designs.length - known.length} formulas that none of ${index.count} known crystals has`;
  return known.length === 0
    ? `${formulas}, and so no structure of theirs`
    : `${formulas}; ${known.length} known formulas in a structure that matches none of the ${compared} known ones`;
}
