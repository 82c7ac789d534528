import { escapeHtml } from "./escapeHtml.ts";

/**
 * A formula as HTML, with its amounts as subscripts.
 *
 * @param formula - a formula such as `Ca3(PO4)2`; any other text is escaped and stays as it is
 * @returns HTML
 *
 * @example
 * ```ts
 * formulaToHtml("SiO2"); // "SiO<sub>2</sub>"
 * ```
 */
export function formulaToHtml(formula: string): string {
  return formula
    .split(/(?<=[A-Za-z)\]])(\d+(?:\.\d+)?)/)
    .map((part, index) => (index % 2 === 1 ? `<sub>${part}</sub>` : escapeHtml(part)))
    .join("");
}
