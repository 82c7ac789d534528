import type { ReportDesign } from "../reportInput.ts";
import { describeProperty } from "./describeProperty.ts";
import { formatNumber } from "./formatNumber.ts";

/**
 * What stands beside the picture of a design: its predictions, root and cell.
 *
 * @param design - the design
 * @param properties - the predicted properties to tell
 * @returns names and values, not escaped
 */
export function describeDesign(
  design: ReportDesign,
  properties: readonly string[],
): readonly (readonly [string, string])[] {
  const { a, b, c, alpha, beta, gamma } = design.structure.lattice;
  const { mostSimilar: similar } = design;
  return [
    ...properties.map((property): [string, string] => {
      const { label, unit } = describeProperty(property);
      const deviation = design.uncertainty?.[property] ?? NaN;
      const spread = Number.isFinite(deviation) ? ` ± ${formatNumber(deviation, 2)}` : "";
      const value = formatNumber(design.predicted[property] ?? NaN, 3);
      return [label, `${value}${spread} ${unit}`.trim()];
    }),
    ...(design.spaceGroup === undefined ? [] : [["Space group", design.spaceGroup] as const]),
    ...(similar === undefined
      ? []
      : [["Most similar", `${similar.id} (${formatNumber(similar.dissimilarity, 3)})`] as const]),
    ["Sites", String(design.structure.sites.length)],
    ["a, b, c", `${[a, b, c].map((length) => formatNumber(length, 2)).join(", ")} Å`],
    ["α, β, γ", `${[alpha, beta, gamma].map((angle) => formatNumber(angle, 1)).join(", ")}°`],
    ["Shortest distance", `${formatNumber(design.checks.shortestDistance, 2)} Å`],
  ];
}
