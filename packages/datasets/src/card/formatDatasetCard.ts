import type { DatasetCard } from "./describeDataset.ts";

/**
 * Writes a dataset card as Markdown.
 *
 * @param card - made by {@link describeDataset}
 * @returns the page
 *
 * @example
 * ```ts
 * import { describeDataset, formatDatasetCard } from "@ftcp/datasets";
 *
 * formatDatasetCard(await describeDataset([], { name: "nothing" })); // "# nothing\n…"
 * ```
 */
export function formatDatasetCard(card: DatasetCard): string {
  const { sites, anomalies, anomalyCount } = card;
  const lines = [
    `# ${card.name}`,
    "",
    `- Crystals: ${card.crystals}, of ${card.formulas} formulas`,
    `- Sites in the cell: ${sites.min} to ${sites.max}, median ${sites.median}`,
    `- Number of elements: ${list(card.numberOfElements, 10)}`,
    `- Sources: ${card.sources.length === 0 ? "not told" : card.sources.join("; ")}`,
    `- Licence: ${card.licence ?? "not told"}`,
    `- Rows that could not be read: ${list(card.failures, 20) || "none"}`,
    "",
    "## Elements",
    "",
    list(card.elements, 120) || "none",
    "",
    "## Space groups",
    "",
    list(card.spaceGroups, 230) || "no column tells them",
    "",
    "## Properties",
    "",
    "| property | crystals | min | median | max | mean | outliers |",
    "| --- | --- | --- | --- | --- | --- | --- |",
    ...Object.entries(card.properties).map(
      ([name, { count, min, median, max, mean, outliers }]) =>
        `| ${cell(name)} | ${count} | ${[min, median, max, mean].map(short).join(" | ")} | ${outliers} |`,
    ),
    "",
    "## Labels",
    "",
    "| label | crystals | different | most frequent |",
    "| --- | --- | --- | --- |",
    ...Object.entries(card.labels).map(
      ([name, { count, distinct, examples }]) =>
        `| ${cell(name)} | ${count} | ${distinct} | ${cell(list(examples, 5))} |`,
    ),
    "",
    "## To look at",
    "",
    anomalyCount === 0
      ? "No impossible cells and no outliers."
      : `${anomalyCount} impossible cells and outliers${anomalyCount > anomalies.length ? `, the first ${anomalies.length}` : ""}:`,
    "",
    ...anomalies.map(({ id, kind, what, value }) => `- ${id}: ${kind}, ${what} ${short(value)}`),
    "",
    "## Checksums (SHA-256)",
    "",
    ...Object.entries(card.checksums).map(([file, sum]) => `- \`${sum}\` ${file}`),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

function list(counts: Readonly<Record<string, number>>, most: number): string {
  const entries = Object.entries(counts);
  const shown = entries.slice(0, most).map(([key, count]) => `${brief(key)} ${count}`);
  return shown.join(", ") + (entries.length > most ? ", …" : "");
}

function brief(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

function cell(text: string): string {
  return text.replaceAll("|", String.raw`\|`).replaceAll(/\s+/gu, " ");
}

function short(value: number): string {
  return String(Number(value.toPrecision(5)));
}
