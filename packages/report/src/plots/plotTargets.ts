import type { ReportDesign, ReportTarget } from "../reportInput.ts";
import { createScale } from "./createScale.ts";
import { describeProperty } from "../text/describeProperty.ts";
import { escapeHtml } from "../text/escapeHtml.ts";
import { formatNumber } from "../text/formatNumber.ts";
import { formulaToText } from "../text/formulaToText.ts";

const left = 112;
const right = 384;
const top = 26;

/**
 * Draws each design's predicted value of one property against the target, one row a design, with
 * the known value of its root crystal joined to it.
 *
 * @param property - the property drawn
 * @param targets - the targets; those of other properties are left out
 * @param designs - the designs, drawn from top to bottom
 * @returns an SVG element that needs the report's style sheet
 *
 * @remarks
 * A value is a line, a bound a line with the allowed side shaded. Rows shrink, and lose their names,
 * when there are more than 60 designs. A design without a finite prediction keeps its empty row.
 *
 * @example
 * ```ts
 * plotTargets("band_gap", [{ property: "band_gap", kind: "value", value: 1.5 }], designs); // "<svg …"
 * ```
 */
export function plotTargets(
  property: string,
  targets: readonly ReportTarget[],
  designs: readonly ReportDesign[],
): string {
  const { heading } = describeProperty(property);
  const wanted = targets.filter((target) => target.property === property);
  const row = designs.length <= 60 ? 19 : Math.max(2, 1140 / designs.length);
  const bottom = top + Math.max(1, designs.length) * row + 6;
  const scale = createScale(
    [
      ...wanted.map(({ value }) => value),
      ...designs.flatMap(({ predicted, root }) => [
        predicted[property] ?? NaN,
        root?.properties[property] ?? NaN,
      ]),
    ],
    left,
    right,
    0.06,
  );

  const rows = designs.map((design, index) => {
    const y = (top + (index + 0.5) * row + 3).toFixed(1);
    const predicted = design.predicted[property] ?? NaN;
    const root = design.root?.properties[property] ?? NaN;
    const name = formulaToText(design.formula);
    const origin =
      design.root === undefined
        ? ""
        : `, root ${formulaToText(design.root.formula)} ${formatNumber(root, 3)}`;
    const title = `${index + 1}. ${name}: predicted ${formatNumber(predicted, 3)}${origin}`;
    const [x, start] = [scale.at(predicted).toFixed(1), scale.at(root).toFixed(1)];
    const radius = Math.min(4.5, row / 3).toFixed(1);
    return [
      `<g data-design="${index}" data-pick="${index}"><title>${escapeHtml(title)}</title>`,
      row < 10
        ? ""
        : `<text x="${left - 8}" y="${y}" dy="4" text-anchor="end">${escapeHtml(name.length > 14 ? `${name.slice(0, 13)}…` : name)}</text>`,
      Number.isFinite(predicted) && Number.isFinite(root)
        ? `<path class="join" d="M${start} ${y}H${x}"/>`
        : "",
      Number.isFinite(root)
        ? `<circle class="root" cx="${start}" cy="${y}" r="${Math.min(3, row / 4).toFixed(1)}"/>`
        : "",
      Number.isFinite(predicted)
        ? `<circle class="predicted" cx="${x}" cy="${y}" r="${radius}"/>`
        : "",
      "</g>",
    ].join("");
  });

  const shades = wanted.flatMap(({ kind, value }) => {
    if (kind === "value") return [];
    const edge = scale.at(value);
    const [from, to] = kind === "below" ? [left, edge] : [edge, right];
    return [
      `<rect class="allowed" x="${from.toFixed(1)}" y="${top}" width="${(to - from).toFixed(1)}" height="${(bottom - top).toFixed(1)}"/>`,
    ];
  });
  const lines = wanted.map(({ kind, value }) => {
    const x = scale.at(value);
    const sign = { value: "", below: "≤ ", above: "≥ " }[kind];
    // Near an edge of the drawing the label turns inwards.
    const anchor = x < left + 40 ? "start" : x > right - 40 ? "end" : "middle";
    return `<path class="target" d="M${x.toFixed(1)} ${top - 6}V${bottom.toFixed(1)}"/><text class="target-name" x="${x.toFixed(1)}" y="${top - 11}" text-anchor="${anchor}">target ${sign}${formatNumber(value, decimalsOf(value))}</text>`;
  });
  const ticks = scale.ticks.map(({ value, label }) => {
    const x = scale.at(value).toFixed(1);
    return `<path class="grid" d="M${x} ${top}V${bottom.toFixed(1)}"/><text x="${x}" y="${(bottom + 16).toFixed(1)}" text-anchor="middle">${label}</text>`;
  });

  const height = Math.ceil(bottom + 42);
  const title = `Predicted ${heading} of ${designs.length} designs against the target`;
  return [
    `<svg class="plot" viewBox="0 0 400 ${height}" role="img" aria-label="${escapeHtml(title)}">`,
    `<title>${escapeHtml(title)}</title>`,
    shades.join(""),
    ticks.join(""),
    lines.join(""),
    rows.join(""),
    `<path class="axis" d="M${left} ${bottom.toFixed(1)}H${right}"/>`,
    `<text class="name" x="${(left + right) / 2}" y="${height - 6}" text-anchor="middle">${escapeHtml(heading)}</text>`,
    "</svg>",
  ].join("");
}

/** Decimals that show a typed value as it was typed, up to 6. */
function decimalsOf(value: number): number {
  return Math.min(6, /\.(\d+)$/.exec(String(value))?.[1]?.length ?? 0);
}
