// Draws what β and the scale of a perturbation trade for what, for docs/reproduction.md:
//
//     npx tsx --conditions=@ftcp/source tools/figures/drawTradeOff.ts
//
// docs/figures/trade-off.json holds what short trainings at several β gave (tools/reproduction/measureTradeOff.ts makes
// it); the scales are those of the bundled model.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import * as Plot from "@observablehq/plot";
import type { GenerationMetrics } from "@ftcp/vae";
import { JSDOM } from "jsdom";

interface Point {
  readonly x: number;
  readonly share: number;
  readonly what: string;
}

const folder = new URL("../../docs/figures/", import.meta.url);
const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, folder), "utf8"));
const { document } = new JSDOM("").window;

const rows = read("trade-off.json") as readonly Readonly<Record<string, number>>[];
const shares = Object.keys(rows[0] ?? {}).filter((what) =>
  /^(whole formula right|prior: .*|perturbed by .*: (valid|balanced|another formula))$/.test(what),
);
const betas = rows.map(({ beta = NaN }) => beta);
draw(
  "trade-off-beta.svg",
  rows.flatMap(({ beta = NaN, ...row }) =>
    shares.map((what) => ({ x: beta, share: row[what] ?? NaN, what })),
  ),
  { label: "β", type: "log", ticks: betas, tickFormat: String },
);
const { perturbed } = read(
  "../../packages/pretrained/models/ternary-20/generation.json",
) as GenerationMetrics;
draw(
  "trade-off-scale.svg",
  perturbed.flatMap(({ scale, valid, neutral, formulaChanged }) => [
    { x: scale, share: valid, what: "structurally valid" },
    { x: scale, share: neutral, what: "charges can be balanced" },
    { x: scale, share: formulaChanged, what: "another formula" },
  ]),
  { label: "standard deviation of the noise added to a latent" },
);

function draw(name: string, points: readonly Point[], x: Plot.ScaleOptions): void {
  const svg = Plot.plot({
    ...{ document, width: 720, height: 360, marginLeft: 50, marginRight: 210, marginBottom: 48 },
    style: "background: white; font: 12px sans-serif",
    x: { grid: true, ...x },
    y: { label: "share of crystals", grid: true, percent: true, domain: [0, 100] },
    marks: [
      Plot.ruleY([0]),
      Plot.line(points, { x: "x", y: "share", stroke: "what", strokeWidth: 2 }),
      Plot.dot(points, { x: "x", y: "share", fill: "what" }),
      Plot.text(placeLabels(points), {
        ...{ x: "x", y: "share", text: "what", fill: "what" },
        ...{ textAnchor: "start", dx: 8 },
      }),
    ],
  });
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  const file = new URL(name, folder);
  writeFileSync(file, `${svg.outerHTML}\n`);
  process.stdout.write(`${fileURLToPath(file)}\n`);
}

/** Puts the names at the ends of the lines, far enough apart to be read. */
function placeLabels(points: readonly Point[]): readonly Point[] {
  const end = Math.max(...points.map(({ x }) => x));
  let room = Infinity;
  return points
    .filter(({ x }) => x === end)
    .sort((left, right) => right.share - left.share)
    .map((point) => {
      room = Math.min(point.share, room - 0.045);
      return { ...point, share: room };
    });
}
