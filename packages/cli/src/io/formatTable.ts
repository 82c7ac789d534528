/**
 * Lays out a table in plain text, numbers to the right.
 *
 * @param header - titles of the columns
 * @param rows - cells; numbers must be given as finished text
 * @returns one line per row, the header first
 *
 * @example
 * ```ts
 * formatTable(["id", "gap"], [["a", "1.50"]]); // ["id   gap", "a   1.50"]
 * ```
 */
export function formatTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  const isNumeric = header.map((_, column) =>
    rows.every((row) => /^[-+\d.e]*(?: %)?$/u.test(row[column] ?? "")),
  );
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] ?? "").length)),
  );
  return [header, ...rows].map((row) =>
    row
      .map((cell, column) =>
        isNumeric[column] === true
          ? cell.padStart(widths[column] ?? 0)
          : cell.padEnd(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd(),
  );
}
