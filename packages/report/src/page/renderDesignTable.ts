import type { ReportDesign } from "../reportInput.ts";
import { describeProperty } from "../text/describeProperty.ts";
import { escapeHtml } from "../text/escapeHtml.ts";
import { formatNumber } from "../text/formatNumber.ts";
import { formulaToHtml } from "../text/formulaToHtml.ts";
import { renderDownloads } from "./renderDownloads.ts";

/** A column: its heading, whether it holds numbers, and its cells. */
interface Column {
  readonly heading: string;
  readonly cell: (design: ReportDesign, index: number) => string;
  readonly isNumber?: boolean;
  readonly isFixed?: boolean;
}

/**
 * The table of designs, each with its files to download.
 *
 * @param designs - the designs, one row each, in order
 * @param properties - the predicted properties shown, one column each, in order
 * @returns an HTML table that needs the report's style sheet; its script sorts it
 *
 * @remarks
 * Files are held in the links themselves (`data:` addresses), so that the report works alone.
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
  const columns: readonly Column[] = [
    { heading: "#", isNumber: true, cell: (_, index) => numberCell(index + 1, String(index + 1)) },
    {
      heading: "Formula",
      cell: ({ formula, id }, index) =>
        `<th scope="row" data-value="${escapeHtml(formula)}" title="${escapeHtml(id)}"><button type="button" class="pick" data-pick="${index}">${formulaToHtml(formula)}</button></th>`,
    },
    ...properties.map((property): Column => ({
      heading: describeProperty(property).heading,
      isNumber: true,
      cell: ({ predicted, uncertainty }) => {
        const value = predicted[property] ?? NaN;
        const deviation = uncertainty?.[property] ?? NaN;
        const spread = Number.isFinite(deviation)
          ? ` <small>± ${formatNumber(deviation, 2)}</small>`
          : "";
        return numberCell(value, `${formatNumber(value, 3)}${spread}`);
      },
    })),
    measure("Distance to target", 3, ({ targetDistance }) => targetDistance),
    ...(designs.some(({ spaceGroup }) => spaceGroup !== undefined)
      ? [
          {
            heading: "Space group",
            cell: ({ spaceGroup = "–" }: ReportDesign) =>
              `<td data-value="${escapeHtml(/\d+(?=\)$)/.exec(spaceGroup)?.[0] ?? spaceGroup)}">${escapeHtml(spaceGroup)}</td>`,
          },
        ]
      : []),
    {
      heading: "Root crystal",
      cell: ({ root }) =>
        root === undefined
          ? '<td data-value="">–</td>'
          : `<td data-value="${escapeHtml(root.formula)}">${formulaToHtml(root.formula)} <small>${escapeHtml(root.id)}</small></td>`,
    },
    measure("Latent distance", 3, ({ latentDistance }) => latentDistance),
    ...(designs.some(({ mostSimilar }) => mostSimilar !== undefined)
      ? [
          {
            heading: "Least dissimilarity",
            isNumber: true,
            cell: ({ mostSimilar }: ReportDesign) =>
              mostSimilar === undefined
                ? numberCell(NaN, "–")
                : numberCell(
                    mostSimilar.dissimilarity,
                    `${formatNumber(mostSimilar.dissimilarity, 3)} <small>${escapeHtml(mostSimilar.id)}</small>`,
                  ),
          },
        ]
      : []),
    measure("Sites", 0, ({ structure }) => structure.sites.length),
    measure("Shortest distance (Å)", 2, ({ checks }) => checks.shortestDistance),
    measure("Volume per atom (Å³)", 1, ({ checks }) => checks.volumePerAtom),
    {
      heading: "Checks",
      cell: ({ checks }) =>
        checks.valid
          ? '<td class="passed" data-value="1">✓ passed</td>'
          : '<td class="failed" data-value="0">✗ failed</td>',
    },
    { heading: "Files", isFixed: true, cell: (design) => `<td>${renderDownloads(design)}</td>` },
  ];
  const head = columns.map(({ heading, isNumber = false, isFixed = false }, index) => {
    const name = escapeHtml(heading);
    const kind = isNumber ? ' class="number"' : "";
    if (isFixed) return `<th scope="col"${kind}>${name}</th>`;
    const sorted = index === 0 ? ' aria-sort="ascending"' : "";
    return `<th scope="col"${kind}${sorted}><button type="button" data-sort="${isNumber ? "number" : "text"}">${name}</button></th>`;
  });
  const rows = designs.map(
    (design, index) =>
      `<tr data-design="${index}">${columns.map(({ cell }) => cell(design, index)).join("")}</tr>`,
  );
  return `<table class="designs" id="designs-table"><thead><tr>${head.join("")}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

function measure(
  heading: string,
  decimals: number,
  read: (design: ReportDesign) => number,
): Column {
  return {
    heading,
    isNumber: true,
    cell: (design) => numberCell(read(design), formatNumber(read(design), decimals)),
  };
}

/** A cell whose value for sorting is empty when there is no number. */
function numberCell(value: number, content: string): string {
  return `<td class="number" data-value="${Number.isFinite(value) ? value : ""}">${content}</td>`;
}
