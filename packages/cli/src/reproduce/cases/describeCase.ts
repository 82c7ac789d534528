import { compositionOf } from "@ftcp/crystal";
import { formatTable } from "../../io/formatTable.ts";
import type { CaseMeasurement, CaseRun, CaseTotals } from "./measureCase.ts";

/**
 * Describes a demonstration for people: every design, then hit rates beside base rates.
 *
 * @param runs - the searches
 * @param measurements - their rates, in the same order
 * @param totals - of all designs
 * @param paper - what the paper reports
 * @returns lines
 */
export function describeCase(
  runs: readonly CaseRun[],
  measurements: readonly CaseMeasurement[],
  totals: CaseTotals,
  paper: string,
): readonly string[] {
  const properties = [
    ...new Set(runs.flatMap(({ targetSpecs }) => targetSpecs.map(({ property }) => property))),
  ];
  const isJudged = runs.some(({ judged }) => judged !== undefined);
  const designs = formatTable(
    [
      ...["run", "formula", "elements", "sites", "space group"],
      ...properties.flatMap((name) => (isJudged ? [name, "by CGCNN"] : [name])),
      ...["root", "min. Å", "neutral"],
    ],
    runs.flatMap(({ name, designs: found, judged }) =>
      found.map((design, i) => [
        name,
        design.formula,
        String(Object.keys(compositionOf(design.structure)).length),
        String(design.structure.sites.length),
        design.repair?.spaceGroup?.hermannMauguin ?? "–",
        ...properties.flatMap((property) => {
          const own = format(design.predicted[property]);
          return isJudged ? [own, format(judged?.[i]?.[property])] : [own];
        }),
        design.root.formula,
        design.checks.shortestDistance.toFixed(2),
        design.neutrality.common ? "yes" : "no",
      ]),
    ),
  );
  const rates = formatTable(
    ["targets", "designs", "new formulas", "own model", "CGCNN", "test crystals at random"],
    measurements.map((row) => [
      row.targets.join(", "),
      String(row.designs),
      String(row.formulas),
      percent(row.own),
      percent(row.judge),
      row.base === undefined ? "–" : `${percent(row.base)} of ${row.baseCount}`,
    ]),
  );
  return [
    ...(totals.designs === 0 ? [] : [...designs, ""]),
    ...rates,
    "",
    `${totals.designs} designs, ${totals.formulas} formulas, ${totals.elements} elements, ` +
      `${totals.structureTypes} structure types; geometry valid ${percent(totals.valid)}, ` +
      `charge neutral ${percent(totals.neutral)}, space group above P1 ${percent(totals.aboveP1)}`,
    paper,
    ...(isJudged
      ? []
      : [
          "No independent model was given (--judge): the rates are those of the model that searched.",
        ]),
    "No design is relaxed. CGCNN hardly sees geometry: its hits count only with valid geometry.",
  ];
}

function format(value: number | undefined): string {
  return value === undefined || !Number.isFinite(value) ? "–" : value.toFixed(3);
}

function percent(share: number | undefined): string {
  return share === undefined ? "–" : `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
}
