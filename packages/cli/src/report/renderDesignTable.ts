import type { ReportDesign } from "./reportInput.ts";
import { describeProperty } from "./describeProperty.ts";
import { escapeHtml } from "./escapeHtml.ts";
import { formatNumber } from "./formatNumber.ts";
import { formulaToHtml } from "./formulaToHtml.ts";

/**
 * The table of designs, each with its CIF to download.
 *
 * @param designs - the designs, one row each, in order
 * @param properties - the predicted properties shown, one column each, in order
 * @returns an HTML table that needs the report's style sheet
 *
 * @remarks
 * The CIF is held in the link itself (a `data:` address), so that the report works alone.
 *
 * @example
 * ```ts
 * renderDesignTable(designs, ["band_gap"]); // "<table …"
 * ```
 */
export function renderDesignTable(
  designs: readonly ReportDesign[],
  properties: readonly string[],
): string {
  const columns = [
    "#",
    "Formula",
    ...properties.map((property) => describeProperty(property).heading),
    "Distance to target",
    "Root crystal",
    "Latent distance",
    "Shortest distance (Å)",
    "Volume per atom (Å³)",
    "Checks",
    "CIF",
  ];
  const head = columns.map((column) => `<th scope="col">${escapeHtml(column)}</th>`).join("");
  const rows = designs.map((design, index) => {
    const { checks, root } = design;
    const number = (value: number | undefined, decimals: number): string =>
      `<td class="number">${formatNumber(value ?? NaN, decimals)}</td>`;
    return [
      `<tr><td class="number">${index + 1}</td>`,
      `<th scope="row" title="${escapeHtml(design.id)}">${formulaToHtml(design.formula)}</th>`,
      ...properties.map((property) => number(design.predicted[property], 3)),
      number(design.targetDistance, 3),
      root === undefined
        ? "<td>–</td>"
        : `<td>${formulaToHtml(root.formula)} <small>${escapeHtml(root.id)}</small></td>`,
      number(design.latentDistance, 3),
      number(checks.shortestDistance, 2),
      number(checks.volumePerAtom, 1),
      checks.valid ? '<td class="passed">✓ passed</td>' : '<td class="failed">✗ failed</td>',
      `<td><a href="${cifAddress(design.cif)}" download="${escapeHtml(design.file)}" title="${escapeHtml(design.file)}">CIF<span class="hidden"> of ${escapeHtml(design.formula)}</span></a></td></tr>`,
    ].join("");
  });
  return `<table class="designs"><thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

function cifAddress(cif: string): string {
  return `data:chemical/x-cif;base64,${Buffer.from(cif, "utf8").toString("base64")}`;
}
