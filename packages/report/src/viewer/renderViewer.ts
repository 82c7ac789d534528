import type { ReportDesign } from "../reportInput.ts";
import { formulaToText } from "../text/formulaToText.ts";
import { escapeHtml } from "../text/escapeHtml.ts";

/**
 * Where the page's script shows a design and its root in three dimensions.
 *
 * @param designs - the designs, in order
 * @returns HTML that needs the report's style sheet and script
 */
export function renderViewer(designs: readonly ReportDesign[]): string {
  const options = designs.map(
    ({ formula }, index) =>
      `<option value="${index}">${index + 1}. ${escapeHtml(formulaToText(formula))}</option>`,
  );
  const stage = (id: string, label: string): string =>
    `<div class="stage" id="stage-${id}" role="img" tabindex="0" aria-label="${label}"></div><ul class="legend" id="elements-${id}" aria-label="Elements"></ul>`;
  return `<div class="card viewer" id="viewer">
<div class="tools"><button type="button" id="viewer-previous" aria-label="Previous design">‹</button><select id="viewer-design" aria-label="Design">${options.join("")}</select><button type="button" id="viewer-next" aria-label="Next design">›</button><button type="button" id="viewer-reset">Reset view</button><button type="button" id="viewer-touch" aria-pressed="false">Turn by touch</button><label id="viewer-raw-choice" hidden=""><input type="checkbox" id="viewer-raw"/> as decoded, before repair</label></div>
<p id="viewer-missing" hidden="">This browser shows no WebGL: the drawings below stand in for the three-dimensional view.</p>
<div class="stages">
<figure><figcaption>Design <strong id="viewer-name"></strong></figcaption>${stage("design", "Unit cell of the design")}</figure>
<figure id="stage-root-box"><figcaption>Root <strong id="viewer-root-name"></strong></figcaption>${stage("root", "Unit cell of its root crystal")}</figure>
<div class="details"><dl class="values" id="viewer-facts"></dl><p class="quiet" id="viewer-repairs"></p><p id="viewer-files"></p></div>
</div>
<p class="quiet hint">Drag to turn, scroll or pinch to zoom; with the keyboard, the arrow keys and + −. Both cells turn together, at one scale.</p>
</div>`;
}
