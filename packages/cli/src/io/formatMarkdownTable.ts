/**
 * Writes a table as markdown.
 *
 * @param header - titles of the columns
 * @param rows - cells
 * @returns one line per row, below the header and its rule
 *
 * @example
 * ```ts
 * formatMarkdownTable(["id", "gap"], [["a", "1.50"]]); // ["| id | gap |", "| --- | --- |", "| a | 1.50 |"]
 * ```
 */
export function formatMarkdownTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  return [header, header.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
}
