// Draws time and memory of a run of bench/million.ts for docs/featurize-speed.md:
//
//     npm run bench:million -- --json docs/figures/million.json
//     npx tsx --conditions=@ftcp/source tools/figures/drawMillion.ts
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import * as Plot from "@observablehq/plot";
import { JSDOM } from "jsdom";

interface Report {
  readonly samples: readonly {
    readonly crystals: number;
    readonly seconds: number;
    readonly processorSeconds: number;
    readonly residentMegabytes: number;
  }[];
}

const folder = new URL("../../docs/figures/", import.meta.url);
const { samples } = JSON.parse(readFileSync(new URL("million.json", folder), "utf8")) as Report;
const { document } = new JSDOM("").window;
const shared = {
  ...{ document, width: 640, height: 320, marginLeft: 60 },
  style: "background: white; font: 12px sans-serif",
};
const x = { label: "crystals (thousands)", grid: true };
const thousands = samples.map(({ crystals }) => crystals / 1000);

write(
  "million-time.svg",
  Plot.plot({
    ...shared,
    x,
    y: { label: "seconds of processors", grid: true },
    marks: [
      Plot.ruleY([0]),
      Plot.line(samples, {
        x: thousands,
        y: "processorSeconds",
        stroke: "#4e79a7",
        strokeWidth: 2,
      }),
    ],
  }),
);
write(
  "million-memory.svg",
  Plot.plot({
    ...shared,
    x,
    y: { label: "resident memory (MB)", grid: true, domain: [0, 650] },
    marks: [
      Plot.ruleY([0]),
      Plot.ruleY([600], { stroke: "#e15759", strokeDasharray: "4 4" }),
      Plot.line(samples, {
        ...{ x: thousands, y: "residentMegabytes" },
        ...{ stroke: "#59a14f", strokeWidth: 2 },
      }),
    ],
  }),
);

function write(name: string, plot: Element): void {
  plot.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  writeFileSync(fileURLToPath(new URL(name, folder)), `${plot.outerHTML}\n`);
}
