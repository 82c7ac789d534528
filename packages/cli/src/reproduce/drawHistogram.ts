import { createScale, escapeHtml } from "@ftcp/report";

const [width, height] = [420, 300];
const [left, right, top, bottom] = [56, 404, 16, 252];

/**
 * Draws a histogram (paper, Figure S5).
 *
 * @param values - the numbers; those that are not finite do not count
 * @param label - name and unit of the axis
 * @returns a whole SVG document
 */
export function drawHistogram(values: readonly number[], label: string): string {
  const finite = values.filter(Number.isFinite);
  const x = createScale(finite, left, right);
  const bins = 40;
  const [least, most] = [Math.min(...finite), Math.max(...finite)];
  const size = (most - least) / bins || 1;
  const counts = new Array<number>(bins).fill(0);
  for (const value of finite) {
    const bin = Math.min(bins - 1, Math.floor((value - least) / size));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const y = createScale([0, ...counts], bottom, top);
  const bars = counts.map((count, bin) => {
    const from = x.at(least + bin * size);
    const to = x.at(least + (bin + 1) * size);
    const up = y.at(count);
    return `<rect x="${from.toFixed(1)}" y="${up.toFixed(1)}" width="${Math.max(0, to - from - 0.5).toFixed(1)}" height="${(y.at(0) - up).toFixed(1)}"/>`;
  });
  const ticks = [
    ...x.ticks.map(({ value, label: text }) => {
      return `<text x="${x.at(value).toFixed(1)}" y="${bottom + 18}" text-anchor="middle">${text}</text>`;
    }),
    ...y.ticks.map(({ value, label: text }) => {
      return `<text x="${left - 6}" y="${(y.at(value) + 4).toFixed(1)}" text-anchor="end">${text}</text>`;
    }),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<g fill="#31688e">${bars.join("")}</g>`,
    `<path d="M${left} ${top}V${bottom}H${right}" fill="none" stroke="#333"/>`,
    ...ticks,
    `<text x="${(left + right) / 2}" y="${height - 8}" text-anchor="middle">${escapeHtml(label)}</text>`,
    `<text x="14" y="${(top + bottom) / 2}" text-anchor="middle" transform="rotate(-90 14 ${(top + bottom) / 2})">crystals</text>`,
    "</svg>",
    "",
  ].join("\n");
}
