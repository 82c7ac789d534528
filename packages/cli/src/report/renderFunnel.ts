import { escapeHtml } from "./escapeHtml.ts";

/** Plain words for the stages and rejections that `@ftcp/sampling` counts. */
const wordsOf: Readonly<Record<string, string>> = {
  sampled: "Candidates sampled",
  decodeFailed: "Could not be decoded",
  invalidDistance: "Atoms too close",
  invalidVolume: "Cell too small",
  invalidStructure: "No valid structure",
  wrongElementCount: "Wrong number of elements",
  knownFormula: "Formula already known",
  duplicateFormula: "Formula designed before",
  invalidPrediction: "No finite prediction",
  outOfTolerance: "Too far from the target",
  accepted: "Accepted as designs",
};

/**
 * The funnel of candidates as a list of bars.
 *
 * @param funnel - number of candidates at each stage or for each cause of rejection, drawn in order
 * @returns an HTML table that needs the report's style sheet
 *
 * @example
 * ```ts
 * renderFunnel({ sampled: 50, knownFormula: 30, accepted: 20 }); // "<table …"
 * ```
 */
export function renderFunnel(funnel: Readonly<Record<string, number>>): string {
  const entries = Object.entries(funnel);
  const largest = Math.max(1, ...entries.map(([, count]) => count));
  const rows = entries.map(([name, count]) => {
    const words = Object.hasOwn(wordsOf, name) ? wordsOf[name] : undefined;
    const kind = name === "sampled" || name === "accepted" ? ` class="${name}"` : "";
    // A single candidate among thousands still shows.
    const width = count > 0 ? `max(2px,${((100 * count) / largest).toFixed(1)}%)` : "0";
    return `<tr${kind}><th scope="row">${escapeHtml(words ?? toWords(name))}</th><td>${count}</td><td class="bar" aria-hidden="true"><span style="width:${width}"></span></td></tr>`;
  });
  return `<table class="funnel"><thead class="hidden"><tr><th scope="col">Stage</th><th scope="col">Candidates</th><td></td></tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

/** `tooManyAtoms` as `Too many atoms`. */
function toWords(name: string): string {
  const words = name.replace(
    /(?<=[a-z])[A-Z]|[_-]+./g,
    (part) => ` ${part.slice(-1).toLowerCase()}`,
  );
  return words.charAt(0).toUpperCase() + words.slice(1);
}
