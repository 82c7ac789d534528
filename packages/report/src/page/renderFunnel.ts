import { escapeHtml } from "../text/escapeHtml.ts";

/** Plain words for the rejections that `@ftcp/sampling` counts. */
const wordsOf: Readonly<Record<string, string>> = {
  sampled: "Candidates sampled",
  decodeFailed: "Could not be decoded",
  wrongElementCount: "Wrong number of elements",
  wrongSiteCount: "Wrong number of sites",
  wrongComposition: "Wrong elements",
  notNeutral: "Neither neutral nor all metals",
  knownFormula: "Formula already known",
  duplicateFormula: "Formula of an earlier design",
  notSymmetric: "Space group P1",
  invalidDistance: "Atoms too close",
  invalidVolume: "Cell too small",
  tightAtoms: "Atoms closer than their radii allow",
  invalidDensity: "Volume per atom out of range",
  invalidStructure: "Other invalid geometry",
  knownStructure: "Crystal already known",
  duplicateStructure: "Crystal of an earlier design",
  invalidPrediction: "No finite prediction",
  outOfTolerance: "Too far from the target",
  accepted: "Accepted as designs",
};

/**
 * The funnel of candidates: how many each check took away and what share was left after it.
 *
 * @param funnel - number of candidates: `sampled`, then those lost for each cause, then `accepted`
 * @returns an HTML table that needs the report's style sheet
 *
 * @remarks
 * Causes that took away nothing are left out.
 *
 * @example
 * ```ts
 * renderFunnel({ sampled: 50, knownFormula: 30, accepted: 20 }); // "<table …"
 * ```
 */
export function renderFunnel(funnel: Readonly<Record<string, number>>): string {
  const total = funnel["sampled"] ?? Math.max(1, ...Object.values(funnel));
  const share = (count: number): number => (total > 0 ? count / total : 0);
  let left = total;
  const rows = Object.entries(funnel).flatMap(([name, count]) => {
    const words = Object.hasOwn(wordsOf, name) ? wordsOf[name] : undefined;
    const isStage = name === "sampled" || name === "accepted";
    if (!isStage && count === 0) return [];
    if (isStage) left = count;
    else left = Math.max(0, left - count);
    const lost = isStage ? 0 : count;
    const bar =
      `<span class="kept" style="width:${width(share(left))}"></span>` +
      `<span class="lost" style="width:${width(share(lost))}"></span>`;
    return [
      `<tr${isStage ? ` class="${name}"` : ""}><th scope="row">${escapeHtml(words ?? toWords(name))}</th>`,
      `<td class="number">${isStage ? count.toLocaleString("en") : `−${count.toLocaleString("en")}`}</td>`,
      `<td class="number">${percent(share(left))}</td><td class="bar" aria-hidden="true">${bar}</td></tr>`,
    ];
  });
  return `<table class="funnel"><thead><tr><th scope="col">Check</th><th scope="col">Candidates</th><th scope="col">Left</th><td></td></tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

/** A single candidate among thousands still shows. */
function width(share: number): string {
  return share > 0 ? `max(2px,${(100 * Math.min(1, share)).toFixed(1)}%)` : "0";
}

function percent(share: number): string {
  const value = 100 * share;
  return `${value.toFixed(value > 0 && value < 9.95 ? 1 : 0)} %`;
}

/** `tooManyAtoms` as `Too many atoms`. */
function toWords(name: string): string {
  const words = name.replace(
    /(?<=[a-z])[A-Z]|[_-]+./g,
    (part) => ` ${part.slice(-1).toLowerCase()}`,
  );
  return words.charAt(0).toUpperCase() + words.slice(1);
}
