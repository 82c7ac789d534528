import type { ReportDesign, ReportInput, ReportTarget } from "./reportInput.ts";
import { createReportStyle } from "./createReportStyle.ts";
import { describeProperty } from "./describeProperty.ts";
import { drawStructure } from "./drawStructure.ts";
import { escapeHtml } from "./escapeHtml.ts";
import { formatNumber } from "./formatNumber.ts";
import { formulaToHtml } from "./formulaToHtml.ts";
import { formulaToText } from "./formulaToText.ts";
import { plotLatentSpace } from "./plotLatentSpace.ts";
import { plotTargets } from "./plotTargets.ts";
import { renderDesignTable } from "./renderDesignTable.ts";
import { renderFunnel } from "./renderFunnel.ts";

/** Most structures drawn; the others are in the table with their CIFs. */
const maxDrawings = 100;

/**
 * Renders a design run as one self-contained HTML page: what was asked, what became of the
 * candidates, a table of the designs with their CIFs, predictions against the targets, the latent
 * space of the training crystals, and the structures.
 *
 * @param input - the run and its designs
 * @returns the text of an HTML file
 * @throws CrystalError with code `CRYSTAL_DISORDERED_SITE` when a design has a shared or partly empty
 *   site, or `CRYSTAL_UNKNOWN_ELEMENT`
 *
 * @remarks
 * The page loads nothing: no script, font, style sheet or picture from elsewhere, and a content
 * security policy in it forbids them. All text is escaped, so that formulas and ids may come from
 * anywhere. The same input gives the same page. The first 100 designs are drawn.
 *
 * @example
 * ```ts
 * await writeFile("report.html", renderReport(input));
 * ```
 */
export function renderReport(input: ReportInput): string {
  const { designs, targetSpecs } = input;
  const targeted = [...new Set(targetSpecs.map(({ property }) => property))];
  const properties = [
    ...new Set([...targeted, ...designs.flatMap(({ predicted }) => Object.keys(predicted))]),
  ];
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
<title>${escapeHtml(input.title)}</title>
<style>${createReportStyle()}</style>
</head>
<body>
<header>
<h1>${escapeHtml(input.title)}</h1>
${renderFacts(input)}
</header>
<main>
${section(
  "Result",
  `<p class="lead">${summarize(input)}</p><p class="quiet">Predictions are the model’s own, made from the latent vector; no structure here has been relaxed or calculated with quantum mechanics.</p>`,
)}
${section("Candidates", `<div class="card pad">${renderFunnel(input.funnel)}</div>`)}
${section(
  "Designs",
  designs.length === 0
    ? "<p>No candidate passed all checks.</p>"
    : `<p class="quiet">In order of rank. The root is the training crystal from which a design was started.</p><div class="card scroll" role="region" aria-label="Table of designs" tabindex="0">${renderDesignTable(designs, properties)}</div>`,
)}
${designs.length === 0 ? "" : renderTargets(targeted, targetSpecs, designs)}
${renderMaps(input)}
${designs.length === 0 ? "" : renderStructures(designs, properties)}
</main>
<footer>
<p>Model <strong>${escapeHtml(input.modelName)}</strong>. ${linkAddresses(input.attribution)}</p>
<p>Made by <code>ftcp design</code>. Element colours follow Jmol; radii are covalent radii (Cordero 2008), reduced.</p>
</footer>
</body>
</html>
`;
}

function section(heading: string, content: string): string {
  const id = heading.toLowerCase().replace(/\s+/g, "-");
  return `<section aria-labelledby="${id}">\n<h2 id="${id}">${heading}</h2>\n${content}\n</section>`;
}

function renderFacts(input: ReportInput): string {
  const facts = [
    ["Target", input.targets.map((target) => `<code>${escapeHtml(target)}</code>`).join("<br/>")],
    ["Sampler", escapeHtml(input.sampler)],
    ["Seed", String(input.seed)],
    ["Model", escapeHtml(input.modelName)],
    ["Designs", String(input.designs.length)],
    ["Time", `${formatNumber(input.seconds, 1)} s`],
  ];
  const items = facts.map(
    ([name = "", value = ""], index) =>
      `<div${index === 0 ? ' class="wide"' : ""}><dt>${name}</dt><dd>${value}</dd></div>`,
  );
  return `<dl class="facts">${items.join("")}</dl>`;
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

function renderStructures(designs: readonly ReportDesign[], properties: readonly string[]): string {
  const figures = designs.slice(0, maxDrawings).map((design, index) => {
    const drawing = drawStructure(design.structure, {
      id: `s${index + 1}`,
      label: escapeHtml(`Unit cell of ${formulaToText(design.formula)}`),
    });
    const { a, b, c, alpha, beta, gamma } = design.structure.lattice;
    const values = [
      ...properties.map((property) => {
        const { label, unit } = describeProperty(property);
        const value = formatNumber(design.predicted[property] ?? NaN, 3);
        return [escapeHtml(label), escapeHtml(`${value} ${unit}`.trim())];
      }),
      ["a, b, c", `${[a, b, c].map((length) => formatNumber(length, 2)).join(", ")} Å`],
      ["α, β, γ", `${[alpha, beta, gamma].map((angle) => formatNumber(angle, 1)).join(", ")}°`],
    ].map(([name = "", value = ""]) => `<dt>${name}</dt><dd>${value}</dd>`);
    return `<figure class="card">${drawing}<figcaption><h3>${index + 1}. ${formulaToHtml(design.formula)}</h3><dl class="values">${values.join("")}</dl></figcaption></figure>`;
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
