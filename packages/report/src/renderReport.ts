import { createReportStyle } from "./page/createReportStyle.ts";
import { encodeJson } from "./page/encodeJson.ts";
import { renderDesignTable } from "./page/renderDesignTable.ts";
import { renderFunnel } from "./page/renderFunnel.ts";
import { renderRates } from "./page/renderRates.ts";
import { plotLatentSpace } from "./plots/plotLatentSpace.ts";
import { plotTargets } from "./plots/plotTargets.ts";
import type { ReportDesign, ReportInput, ReportTarget } from "./reportInput.ts";
import { drawStructure } from "./structure/drawStructure.ts";
import { describeProperty } from "./text/describeProperty.ts";
import { escapeHtml } from "./text/escapeHtml.ts";
import { formatNumber } from "./text/formatNumber.ts";
import { formulaToHtml } from "./text/formulaToHtml.ts";
import { formulaToText } from "./text/formulaToText.ts";
import { createPageData } from "./viewer/createPageData.ts";
import { pageScript } from "./viewer/pageScript.ts";
import { renderViewer } from "./viewer/renderViewer.ts";

/** Most structures drawn; the others are in the table with their files. */
const maxDrawings = 100;

/** What goes into a report beside its data. */
export interface RenderReportOptions {
  /**
   * The script of 3Dmol.js, as `readViewerScript` of `@ftcp/report/node` reads it; without it the
   * report has drawings only.
   */
  readonly viewerScript?: string;
}

/**
 * Renders a design run as one self-contained HTML page: what was asked, what became of the
 * candidates, a table of the designs with their files, each design beside its root in three
 * dimensions, predictions against the targets, and the latent space of the training crystals.
 *
 * @param input - the run and its designs
 * @param options - the viewer
 * @returns the text of an HTML file
 * @throws CrystalError with code `CRYSTAL_DISORDERED_SITE` when a design has a shared or partly empty
 *   site, or `CRYSTAL_UNKNOWN_ELEMENT`
 *
 * @remarks
 * The page loads nothing: no script, font, style sheet or picture from elsewhere, and a content
 * security policy in it forbids them. All text is escaped, so that formulas and ids may come from
 * anywhere. The same input gives the same page. The first 100 designs are drawn; without scripts,
 * the table and the drawings are still there.
 *
 * @example
 * ```ts
 * await writeFile("report.html", renderReport(input, { viewerScript: await readViewerScript() }));
 * ```
 */
export function renderReport(
  input: ReportInput,
  { viewerScript }: RenderReportOptions = {},
): string {
  const { designs, targetSpecs, rates = [] } = input;
  const targeted = [...new Set(targetSpecs.map(({ property }) => property))];
  const properties = [
    ...new Set([...targeted, ...designs.flatMap(({ predicted }) => Object.keys(predicted))]),
  ];
  const hasDesigns = designs.length > 0;
  const hasViewer = hasDesigns && viewerScript !== undefined;
  const data = encodeJson(
    hasViewer ? createPageData(designs, properties) : { designs: [], elements: {} },
  );
  const nonce = checksum(`${JSON.stringify([input.title, input.targets, input.seed])}${data}`);
  const script = (text: string): string =>
    `<script nonce="${nonce}">${text.replaceAll(/<(?=\/?script|!--)/giu, "\\x3c")}</script>\n`;
  const policy = [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    ...(hasDesigns ? [`script-src 'nonce-${nonce}'`, "img-src data: blob:"] : []),
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta http-equiv="Content-Security-Policy" content="${policy}"/>
<title>${escapeHtml(input.title)}</title>
<style>${createReportStyle()}</style>
</head>
<body>
<header>
<p class="kicker">Inverse design of crystals</p>
<h1>${escapeHtml(input.title)}</h1>
<ul class="targets" aria-label="Targets">${input.targets.map((target) => `<li><code>${escapeHtml(target)}</code></li>`).join("")}</ul>
${renderFacts(input)}
</header>
<main>
${section(
  "Result",
  `<p class="lead">${summarize(input)}</p><p class="quiet">Predictions are the model’s own; no structure here has been relaxed or calculated with quantum mechanics.</p>`,
)}
${section(
  "Candidates",
  `<div class="card pad">${renderFunnel(input.funnel)}${rates.map(renderRates).join("")}</div>`,
)}
${section(
  "Designs",
  hasDesigns
    ? `<p class="quiet">In order of rank. The root is the training crystal from which a design was started.</p>${renderTableTools(designs.length)}<div class="card scroll" role="region" aria-label="Table of designs" tabindex="0">${renderDesignTable(designs, properties)}</div>`
    : "<p>No candidate passed all checks.</p>",
)}
${hasViewer ? `<div class="scripted">${section("In three dimensions", renderViewer(designs))}</div>` : ""}
${hasDesigns ? renderTargets(targeted, targetSpecs, designs) : ""}
${renderMaps(input)}
${hasDesigns ? renderDrawings(designs, properties, hasViewer) : ""}
</main>
<footer>
<p>Model <strong>${escapeHtml(input.modelName)}</strong>. ${linkAddresses(input.attribution)}</p>
<p>Made by <code>ftcp design</code>. Element colours follow Jmol; radii are covalent radii (Cordero 2008), reduced.${hasViewer ? " The viewer is 3Dmol.js (N. Rego and D. Koes, Bioinformatics 31, 1322, 2015; BSD-3-Clause)." : ""}</p>
</footer>
${hasDesigns ? `<script type="application/json" id="report-data">${data}</script>\n` : ""}${hasViewer ? script(viewerScript) : ""}${hasDesigns ? script(pageScript) : ""}</body>
</html>
`;
}

function section(heading: string, content: string): string {
  const id = heading.toLowerCase().replace(/\s+/g, "-");
  return `<section aria-labelledby="${id}">\n<h2 id="${id}">${heading}</h2>\n${content}\n</section>`;
}

function renderFacts(input: ReportInput): string {
  const facts = [
    ["Designs", String(input.designs.length)],
    ["Sampler", escapeHtml(input.sampler)],
    ["Seed", String(input.seed)],
    ["Model", escapeHtml(input.modelName)],
    ["Candidates", (input.funnel["sampled"] ?? 0).toLocaleString("en")],
    ...(input.seconds === undefined ? [] : [["Time", `${formatNumber(input.seconds, 1)} s`]]),
  ];
  const items = facts.map(
    ([name = "", value = ""]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`,
  );
  return `<dl class="facts">${items.join("")}</dl>`;
}

function renderTableTools(count: number): string {
  return `<div class="tools scripted"><input type="search" id="designs-search" placeholder="Filter, e.g. Li or O3" aria-label="Filter the table"/><button type="button" id="save-cifs">Save CIFs</button><button type="button" id="save-table">Save table (CSV)</button><span class="quiet" id="designs-shown" role="status">${count} designs</span></div>`;
}

/** How many designs are valid, and how near the predictions come to each target. */
function summarize({ designs, targetSpecs }: ReportInput): string {
  if (designs.length === 0) return "No design was found.";
  const valid = designs.filter(({ checks }) => checks.valid).length;
  const sentences = targetSpecs.map(({ property, kind, value }) => {
    const { label, unit } = describeProperty(property);
    const name = escapeHtml(label.charAt(0).toLowerCase() + label.slice(1));
    const amount = `${String(value).replace("-", "−")} ${escapeHtml(unit)}`.trim();
    const predictions = designs.map(({ predicted }) => predicted[property] ?? NaN);
    if (kind === "value") {
      const errors = predictions.map((prediction) => Math.abs(prediction - value));
      return `Predicted ${name} is off the target of ${amount} by ${formatNumber(median(errors), 3)} in the median.`;
    }
    const met = predictions.filter((prediction) =>
      kind === "below" ? prediction <= value : prediction >= value,
    );
    return `Predicted ${name} is at or ${kind} ${amount} in ${met.length} of ${designs.length}.`;
  });
  const noun = designs.length === 1 ? "design" : "designs";
  return [
    `${designs.length} ${noun}, ${valid} of which passed the geometric checks.`,
    ...sentences,
  ].join(" ");
}

function median(values: readonly number[]): number {
  const sorted = values.filter(Number.isFinite).sort((left, right) => left - right);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2;
}

function renderTargets(
  properties: readonly string[],
  targets: readonly ReportTarget[],
  designs: readonly ReportDesign[],
): string {
  const figures = properties.map(
    (property) => `<figure class="card">${plotTargets(property, targets, designs)}</figure>`,
  );
  return section(
    "Predicted against target",
    `<p class="keys quiet"><span><span class="key predicted"></span>design, predicted</span><span><span class="key root"></span>its root crystal, known value</span></p><div class="grid plots">${figures.join("")}</div>`,
  );
}

function renderMaps({ map, designs }: ReportInput): string {
  const formulas = designs.map(({ formula }) => formula);
  const figures = Object.keys(map.values).map(
    (property) => `<figure class="card">${plotLatentSpace(map, property, formulas)}</figure>`,
  );
  return section(
    "Latent space",
    `<p class="quiet">${map.x.length.toLocaleString("en")} training crystals on the two main axes of latent space (principal component analysis), coloured by property; at most 4,000 are drawn.</p><p class="keys quiet"><span><span class="key design"></span>design</span></p><div class="grid plots">${figures.join("")}</div>`,
  );
}

function renderDrawings(
  designs: readonly ReportDesign[],
  properties: readonly string[],
  hasViewer: boolean,
): string {
  const figures = designs.slice(0, maxDrawings).map((design, index) => {
    const drawing = drawStructure(design.structure, {
      id: `s${index + 1}`,
      label: escapeHtml(`Unit cell of ${formulaToText(design.formula)}`),
    });
    const values = properties.map((property) => {
      const { label, unit } = describeProperty(property);
      const value = formatNumber(design.predicted[property] ?? NaN, 3);
      return `<dt>${escapeHtml(label)}</dt><dd>${escapeHtml(`${value} ${unit}`.trim())}</dd>`;
    });
    const name = `${index + 1}. ${formulaToHtml(design.formula)}`;
    const heading = hasViewer
      ? `<h3><button type="button" class="pick" data-pick="${index}">${name}</button></h3>`
      : `<h3>${name}</h3>`;
    return `<figure class="card" data-design="${index}">${drawing}<figcaption>${heading}<dl class="values">${values.join("")}</dl></figcaption></figure>`;
  });
  const rest = designs.length - figures.length;
  const note =
    rest > 0
      ? `<p class="quiet">The first ${figures.length} designs; the other ${rest} are in the table.</p>`
      : "";
  return section("Structures", `${note}<div class="grid small">${figures.join("")}</div>`);
}

/** Escaped text in which web addresses are links. */
function linkAddresses(text: string): string {
  return text
    .split(/(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)])/)
    .map((part, index) => {
      const escaped = escapeHtml(part);
      return index % 2 === 1 ? `<a href="${escaped}" rel="noreferrer">${escaped}</a>` : escaped;
    })
    .join("");
}

/** FNV-1a in 32 bits, as eight hexadecimal digits: ties the scripts to this page. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}
