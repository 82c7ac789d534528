import { createScale, escapeHtml, formatNumber, viridis } from "@ftcp/report";

const [width, height] = [440, 360];
const [left, right, top, bottom] = [16, 424, 16, 300];
const mostPoints = 4000;

/**
 * Draws crystals on the first two principal axes of latent space, coloured by a property (paper,
 * Figure S1).
 *
 * @param x - first component of every crystal
 * @param y - second component
 * @param values - the property; crystals that do not know it (NaN) are left out
 * @param label - name and unit of the property
 * @returns a whole SVG document; colours end at the 1st and 99th percentile, and of more than 4,000 crystals every
 *   second, third, ... is drawn
 */
export function drawLatentMap(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  values: readonly number[],
  label: string,
): string {
  const all = [...values.keys()].filter((i) => Number.isFinite(values[i]));
  // More would be one blot, and megabytes.
  const every = Math.ceil(all.length / mostPoints);
  const known = all.filter((_, position) => position % every === 0);
  const sorted = known.map((i) => values[i] as number).sort((a, b) => a - b);
  const percentile = (share: number): number =>
    sorted[Math.round(share * (sorted.length - 1))] ?? NaN;
  const [low, high] = [percentile(0.01), percentile(0.99)];
  const xs = createScale(
    known.map((i) => x[i] as number),
    left,
    right,
    0.02,
  );
  const ys = createScale(
    known.map((i) => y[i] as number),
    bottom,
    top,
    0.02,
  );
  const color = (value: number): string =>
    viridis(high > low ? Math.max(0, Math.min(1, (value - low) / (high - low))) : 0.5);
  const points = known.map((i) => {
    const [px, py] = [xs.at(x[i] as number), ys.at(y[i] as number)];
    return `<circle cx="${px.toFixed(1)}" cy="${py.toFixed(1)}" r="1.5" fill="${color(values[i] as number)}"/>`;
  });
  const steps = 40;
  const bar = Array.from({ length: steps }, (_, k) => {
    const from = left + ((right - left) * k) / steps;
    return `<rect x="${from.toFixed(1)}" y="316" width="${((right - left) / steps + 0.5).toFixed(1)}" height="10" fill="${viridis(k / (steps - 1))}"/>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<g fill-opacity="0.8">${points.join("")}</g>`,
    bar.join(""),
    `<text x="${left}" y="344">${formatNumber(low, 2)}</text>`,
    `<text x="${right}" y="344" text-anchor="end">${formatNumber(high, 2)}</text>`,
    `<text x="${(left + right) / 2}" y="344" text-anchor="middle">${escapeHtml(label)}</text>`,
    "</svg>",
    "",
  ].join("\n");
}
