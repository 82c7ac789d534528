import type { ReportRates } from "../reportInput.ts";
import { escapeHtml } from "../text/escapeHtml.ts";

/**
 * Rates side by side, such as those before and after repair, or hits beside the base rate.
 *
 * @param rates - the lines and columns
 * @returns an HTML table that needs the report's style sheet
 */
export function renderRates(rates: ReportRates): string {
  const head = rates.columns.map((column) => `<th scope="col">${escapeHtml(column)}</th>`);
  const rows = rates.rows.map(({ label, values }) => {
    const cells = rates.columns.map((_, i) => {
      const value = values[i] ?? NaN;
      if (!Number.isFinite(value)) return '<td class="number">–</td>';
      const text = `${(100 * value).toFixed(value > 0 && value < 0.0995 ? 1 : 0)} %`;
      const width = (100 * Math.min(1, Math.max(0, value))).toFixed(1);
      return `<td class="number rate"><span class="meter" aria-hidden="true"><span style="width:${width}%"></span></span>${text}</td>`;
    });
    return `<tr><th scope="row">${escapeHtml(label)}</th>${cells.join("")}</tr>`;
  });
  const note = rates.note === undefined ? "" : `<p class="quiet">${escapeHtml(rates.note)}</p>`;
  return `<h3>${escapeHtml(rates.title)}</h3>${note}<div class="scroll"><table class="rates"><thead><tr><td></td>${head.join("")}</tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
}
