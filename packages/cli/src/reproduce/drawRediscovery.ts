import { escapeHtml } from "@ftcp/report";
import { paperTable1 } from "./paperTable1.ts";
import type { Table1Point } from "./reproduceTable1.ts";
import { samplerNames } from "./startTableSampler.ts";

const [width, height] = [520, 340];
const [left, right, top, bottom] = [52, 400, 16, 290];
/** Told apart also without colours, by their labels. */
const colors = ["#31688e", "#d1495b", "#2a9d5c", "#8c5fbf"];

/**
 * Draws how many crystals were rediscovered within how many samples, on a logarithmic axis: by formula as a
 * solid line, by structure as a dashed one, and the paper's share as a dotted one.
 *
 * @param points - by sampler and number of samples
 * @returns a whole SVG document
 */
export function drawRediscovery(points: readonly Table1Point[]): string {
  const logarithms = points.map(({ budget }) => Math.log10(budget));
  const [least, most] = [Math.min(...logarithms), Math.max(...logarithms)];
  const x = (budget: number): number =>
    left + ((Math.log10(budget) - least) / (most - least || 1)) * (right - left);
  const y = (share: number): number => bottom - share * (bottom - top);
  const text = (at: readonly [number, number], anchor: string, label: string, more = ""): string =>
    `<text x="${at[0].toFixed(1)}" y="${at[1].toFixed(1)}" text-anchor="${anchor}"${more}>${escapeHtml(label)}</text>`;
  const ticks = [
    ...[...new Set(points.map(({ budget }) => budget))].map((budget) =>
      text([x(budget), bottom + 18], "middle", budget.toLocaleString("en")),
    ),
    ...[0, 0.25, 0.5, 0.75, 1].map((share) =>
      text([left - 6, y(share) + 4], "end", `${100 * share} %`),
    ),
  ];
  const curves = samplerNames.flatMap((row, k) => {
    const own = points.filter((point) => point.row === row);
    const last = own.at(-1);
    if (last === undefined) return [];
    const curve = (share: (point: Table1Point) => number, dash: string): string =>
      `<polyline points="${own
        .map((point) => `${x(point.budget).toFixed(1)},${y(share(point)).toFixed(1)}`)
        .join(" ")}" fill="none" stroke="${colors[k] ?? ""}" stroke-width="2"${dash}/>`;
    const paper = paperTable1[row];
    const label = ` fill="${colors[k] ?? ""}"`;
    return [
      curve(({ byFormula }) => byFormula, ""),
      curve(({ byStructure }) => byStructure, ' stroke-dasharray="6 4"'),
      ...own.map(
        (point) =>
          `<circle cx="${x(point.budget).toFixed(1)}" cy="${y(point.byFormula).toFixed(1)}" r="3" fill="${colors[k] ?? ""}"/>`,
      ),
      text([right + 8, y(last.byFormula) + 4], "start", row, label),
      ...(paper === undefined
        ? []
        : [
            `<path d="M${left} ${y(paper.byFormula).toFixed(1)}H${right}" stroke="${colors[k] ?? ""}" stroke-dasharray="1 4"/>`,
            text([right + 60, y(paper.byFormula) + 4], "start", `paper ${row}`, label),
          ]),
    ];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<path d="M${left} ${top}V${bottom}H${right}" fill="none" stroke="#333"/>`,
    ...ticks,
    ...curves,
    text(
      [(left + right) / 2, height - 10],
      "middle",
      "samples (solid: by formula, dashed: by structure)",
    ),
    "</svg>",
    "",
  ].join("\n");
}
