import type { ReportMap } from "../reportInput.ts";
import { createScale } from "./createScale.ts";
import { describeProperty } from "../text/describeProperty.ts";
import { escapeHtml } from "../text/escapeHtml.ts";
import { formatNumber } from "../text/formatNumber.ts";
import { formulaToText } from "../text/formulaToText.ts";
import { latentColorCount } from "../color/latentColorCount.ts";

/** Most training crystals drawn; more would only hide one another and make the file large. */
const maxPoints = 4000;

/**
 * Points are drawn in this many passes, each with all colours, so that no colour lies over all
 * others.
 */
const passes = 6;

const left = 46;
const right = 388;
const top = 10;
const bottom = 284;

/**
 * Draws the training crystals on the first two principal axes of latent space, coloured by one
 * property, with the designs marked on top.
 *
 * @param map - principal components and properties of the training crystals, and the designs' place
 * @param property - the property that gives the colour; crystals without it are grey
 * @param formulas - formula of each design in `map.designs`, for tooltips
 * @returns an SVG element that needs the report's style sheet
 *
 * @remarks
 * At most 4,000 crystals are drawn, evenly picked along the list. The colour scale ends at the 1st
 * and 99th percentile of the property, so that few extreme crystals do not take all of it; beyond
 * them the end colours are used.
 *
 * @example
 * ```ts
 * plotLatentSpace(map, "band_gap", ["NaCl"]); // "<svg …"
 * ```
 *
 * @see Ren et al., Matter 5, 314 (2022), Figure S1
 */
export function plotLatentSpace(
  map: ReportMap,
  property: string,
  formulas: readonly string[],
): string {
  const { heading } = describeProperty(property);
  const values = map.values[property] ?? [];
  const sorted = Float64Array.from(values).filter(Number.isFinite).sort();
  const percentile = (share: number): number =>
    sorted[Math.round(share * (sorted.length - 1))] ?? NaN;
  const colors = createScale([percentile(0.01), percentile(0.99)], left, right);

  const picked = pickEvenly(Math.min(map.x.length, map.y.length), maxPoints).filter(
    (index) => Number.isFinite(map.x[index]) && Number.isFinite(map.y[index]),
  );
  const xs = createScale(
    [...picked.map((index) => map.x[index] ?? NaN), ...map.designs.map(({ x }) => x)],
    left,
    right,
    0.03,
  );
  const ys = createScale(
    [...picked.map((index) => map.y[index] ?? NaN), ...map.designs.map(({ y }) => y)],
    bottom,
    top,
    0.03,
  );

  // One path for all points of a pass and colour: a zero-length line with round ends is a dot.
  const layers = Array.from({ length: passes }, () => new Map<string, string>());
  for (const [order, index] of picked.entries()) {
    const value = values[index] ?? NaN;
    const share = (value - colors.low) / (colors.high - colors.low);
    const bin = Math.min(latentColorCount - 1, Math.max(0, Math.floor(share * latentColorCount)));
    const layer = layers[order % passes];
    const color = Number.isFinite(value) ? `v${bin}` : "unknown";
    const dot = `M${xs.at(map.x[index] ?? 0).toFixed(1)} ${ys.at(map.y[index] ?? 0).toFixed(1)}h0`;
    layer?.set(color, (layer.get(color) ?? "") + dot);
  }
  const dots = layers.flatMap((layer) =>
    [...layer].map(([color, path]) => `<path class="${color}" d="${path}"/>`),
  );

  const marks = map.designs.flatMap(({ x, y }, index) => {
    if (!Number.isFinite(x) || !Number.isFinite(y)) return [];
    const title = escapeHtml(`${index + 1}. ${formulaToText(formulas[index] ?? "design")}`);
    const start = `${xs.at(x).toFixed(1)} ${(ys.at(y) - 5).toFixed(1)}`;
    return [
      `<path class="design" data-design="${index}" data-pick="${index}" d="M${start}l5 5-5 5-5-5z"><title>${title}</title></path>`,
    ];
  });

  const ticks = [
    ...xs.ticks.map(({ value, label }) => {
      const x = xs.at(value).toFixed(1);
      return `<path class="grid" d="M${x} ${top}V${bottom}"/><text x="${x}" y="${bottom + 16}" text-anchor="middle">${label}</text>`;
    }),
    ...ys.ticks.map(({ value, label }) => {
      const y = ys.at(value);
      return `<path class="grid" d="M${left} ${y.toFixed(1)}H${right}"/><text x="${left - 6}" y="${(y + 4).toFixed(1)}" text-anchor="end">${label}</text>`;
    }),
  ];

  const cell = (right - left) / latentColorCount;
  const bar = Array.from({ length: latentColorCount }, (_, index) => {
    const x = (left + index * cell).toFixed(1);
    // A little wider than its place, so that no gap shows between neighbours.
    return `<rect class="v${index}" x="${x}" y="330" width="${(cell + 0.5).toFixed(1)}" height="10"/>`;
  });
  const barTicks = colors.ticks.map(({ value, label }) => {
    const x = colors.at(value).toFixed(1);
    return `<path class="axis" d="M${x} 340v4"/><text x="${x}" y="356" text-anchor="middle">${label}</text>`;
  });
  const legend =
    sorted.length === 0
      ? `<text x="${left}" y="340">No training crystal has this property.</text>`
      : `<g shape-rendering="crispEdges">${bar.join("")}</g><g>${barTicks.join("")}</g>`;

  const axisName = (axis: 0 | 1): string => {
    const share = map.explainedVariance[axis];
    return share === undefined
      ? `Principal axis ${axis + 1}`
      : `Principal axis ${axis + 1} (${formatNumber(100 * share, 0)} % of variance)`;
  };
  const middle = (top + bottom) / 2;
  const title = `Latent space coloured by ${heading}: ${picked.length} training crystals and ${marks.length} designs`;
  return [
    `<svg class="plot" viewBox="0 0 400 384" role="img" aria-label="${escapeHtml(title)}">`,
    `<title>${escapeHtml(title)}</title>`,
    ticks.join(""),
    `<g class="dots">${dots.join("")}</g>`,
    `<path class="axis" d="M${left} ${top}V${bottom}H${right}"/>`,
    marks.join(""),
    `<text class="name" x="${(left + right) / 2}" y="${bottom + 34}" text-anchor="middle">${axisName(0)}</text>`,
    `<text class="name" transform="translate(12 ${middle})rotate(-90)" text-anchor="middle">${axisName(1)}</text>`,
    legend,
    `<text class="name" x="${(left + right) / 2}" y="376" text-anchor="middle">${escapeHtml(heading)}</text>`,
    "</svg>",
  ].join("");
}

/** At most `count` indices below `length`, evenly spaced. */
function pickEvenly(length: number, count: number): number[] {
  const picked = Math.min(length, count);
  return Array.from({ length: picked }, (_, index) => Math.floor((index * length) / picked));
}
