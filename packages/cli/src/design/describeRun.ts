import { formatTable } from "../io/formatTable.ts";
import type { DesignRun } from "./designRun.ts";
import type { RankedDesign } from "./rankedDesign.ts";
import { rejectionLabels } from "./rejectionLabels.ts";

/**
 * Describes what a search found for people.
 *
 * @param designs - in order of rank
 * @param run - the run that found them
 * @returns a table of the designs, and what became of the candidates
 */
export function describeRun(designs: readonly RankedDesign[], run: DesignRun): readonly string[] {
  const properties = Object.keys(designs[0]?.design.predicted ?? {});
  const table = formatTable(
    ["#", "formula", "sites", ...properties, "off target", "root", "of", "latent dist.", "min. Å"],
    designs.map(({ design }, i) => [
      String(i + 1),
      design.formula,
      String(design.structure.sites.length),
      ...properties.map((property) => (design.predicted[property] ?? Number.NaN).toFixed(3)),
      design.targetDistance.toFixed(3),
      design.root.id,
      design.root.formula,
      design.latentDistance.toFixed(2),
      design.checks.shortestDistance.toFixed(2),
    ]),
  );
  const { funnel } = run;
  const rejections = Object.entries(rejectionLabels)
    .map(([reason, label]) => ({
      label,
      count: funnel.rejected[reason as keyof typeof rejectionLabels],
    }))
    .filter(({ count }) => count > 0);
  return [
    ...(designs.length === 0 ? [] : [...table, ""]),
    `${funnel.sampled} candidates: ${funnel.accepted} accepted` +
      rejections.map(({ label, count }) => `, ${count} ${label}`).join(""),
  ];
}
