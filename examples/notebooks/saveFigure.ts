// Writes a figure of Observable Plot as an SVG file into figures/ beside the notebooks, or where FIGURES says.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Markish, plot, type PlotOptions, text } from "@observablehq/plot";
import { JSDOM } from "jsdom";

/** `key` names colours in the upper right corner; Plot's own legends are HTML or need a canvas. */
export function saveFigure(
  name: string,
  { key = {}, marks = [], ...options }: PlotOptions & { key?: Readonly<Record<string, string>> },
): void {
  const { document } = new JSDOM("").window;
  const names = Object.entries(key).map(([label, fill], i): Markish =>
    text([label], { frameAnchor: "top-right", dx: -4, dy: 4 + 14 * i, fill, stroke: "white" }),
  );
  const style = "background: white; font: 12px sans-serif";
  const figure = plot({ document, style, ...options, marks: [...marks, ...names] });
  figure.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  const folder = process.env["FIGURES"] ?? join(import.meta.dirname, "figures");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.svg`), `${figure.outerHTML}\n`);
  console.log(`${name}.svg`);
}
