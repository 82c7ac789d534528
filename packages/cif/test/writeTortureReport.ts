/**
 * Writes docs/torture.md: how our readings of the torture corpus compare with those of other programs.
 *
 *     npx tsx --conditions=@ftcp/source packages/cif/test/writeTortureReport.ts
 *
 * Needs ../shared. Every difference needs a reason in tortureReasons.json.
 */
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { compareTorture } from "./compareTorture.ts";
import type { TortureComparison } from "./compareTorture.ts";
import { reasonOf, tortureReasons } from "./tortureReasons.ts";

const folder = fileURLToPath(new URL("../../../../shared/data", import.meta.url));
const { comparisons, files, p1Checks, slowest } = compareTorture(folder);

const lines = [
  "# The torture corpus",
  "",
  "<!-- Written by packages/cif/test/writeTortureReport.ts; the reasons are in tortureReasons.json. -->",
  "",
  `${files} real, odd and broken CIFs with ${comparisons.length} structures, read by \`@ftcp/cif\` and, independently,`,
  "by gemmi 0.5.7, pymatgen 2022.11.7, ASE 3.22.1 and, where these disagree, cod-tools 3.7.0 (`cif_fillcell`).",
  "A consensus is two of the first three with the same composition and volume to 0.1 %. Its confidence is high",
  "when all agree or the composition is exactly Z times the formula, and low when it contradicts the formula.",
  "Deuterium counts as hydrogen here. The files are not part of this repository; their paths name where they",
  "come from (cod-tools, OpenChemistry, 3DSC, pymatgen and others).",
  "",
  "| confidence | structures | same as the consensus | other readings | no crystal |",
  "| --- | --- | --- | --- | --- |",
];
for (const confidence of ["high", "medium", "low", "disputed"] as const) {
  const rows = comparisons.filter((each) => each.confidence === confidence);
  const same = rows.filter(({ outcome }) => outcome === "same").length;
  const read = rows.filter(({ outcome }) => outcome === "different" || outcome === "read").length;
  const isDisputed = confidence === "disputed";
  lines.push(
    `| ${confidence} | ${rows.length} | ${isDisputed ? "" : `${same} (${((100 * same) / rows.length).toFixed(1)} %)`} | ${read} | ${rows.length - same - read} |`,
  );
}
const favoured = comparisons.filter(({ isLikely }) => isLikely !== undefined);
lines.push(
  "",
  `For ${favoured.length} disputed structures that we read, the formula or \`cif_fillcell\` favours one reading: ours is that one in`,
  `${favoured.filter(({ isLikely }) => isLikely).length}. ${p1Checks.length} files were made from crystals of the Materials Project: our expansion matches the P 1 crystal`,
  `in ${p1Checks.filter(({ isSame }) => isSame).length}. No file makes the reader throw anything but \`CifError\`; the slowest takes less than ${Math.ceil(slowest / 100) / 10} s of processor time.`,
  "",
  "## Differences by reason",
);
const differences = comparisons.filter(({ outcome }) => outcome !== "same");
for (const [kind, sentence] of Object.entries(tortureReasons)) {
  const rows = differences.filter((each) => reasonOf(each) === kind);
  if (rows.length === 0) continue;
  lines.push(
    "",
    `### ${kind}`,
    "",
    sentence,
    "",
    "| file, data block | confidence | ours | others | formula |",
    "| --- | --- | --- | --- | --- |",
    ...rows.map(rowOf),
  );
}
const unexplained = differences.filter((each) => reasonOf(each) === undefined);
if (unexplained.length > 0) {
  throw new Error(`No reason is written for ${unexplained.map(({ path }) => path).join(", ")}.`);
}
writeFileSync(
  fileURLToPath(new URL("../../../docs/torture.md", import.meta.url)),
  `${lines.join("\n")}\n`,
);

function rowOf({
  path,
  blockIndex,
  confidence,
  outcome,
  own,
  others,
  formula,
}: TortureComparison): string {
  const file = path.replace(/^torture\//u, "");
  const ours = own === "" ? `\`${outcome}\`` : own;
  const cells = [`\`${file}\`, ${blockIndex}`, confidence, ours, others, formula];
  return `| ${cells.map((cell) => short(cell.replaceAll(/\s+/gu, " "))).join(" | ")} |`;
}

function short(cell: string): string {
  const text = cell.replaceAll("|", "\\|");
  return text.length <= 220 ? text : `${text.slice(0, 217)}…`;
}
