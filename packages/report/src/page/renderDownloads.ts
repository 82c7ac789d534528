import type { ReportDesign } from "../reportInput.ts";
import { escapeHtml } from "../text/escapeHtml.ts";
import { createDataAddress } from "./createDataAddress.ts";

/**
 * Links to the files of a design, each with the whole file in its address.
 *
 * @param design - the design
 * @returns HTML: the CIF, then further files
 */
export function renderDownloads(design: ReportDesign): string {
  const files = [
    { label: "CIF", name: design.file, text: design.cif, type: "chemical/x-cif" },
    ...(design.files ?? []).map((file) => ({ ...file, type: "text/plain" })),
  ];
  return files
    .map(
      ({ label, name, text, type }) =>
        `<a class="file" href="${createDataAddress(text, type)}" download="${escapeHtml(name)}" title="${escapeHtml(name)}">${escapeHtml(label)}<span class="hidden"> of ${escapeHtml(design.formula)}</span></a>`,
    )
    .join(" ");
}
