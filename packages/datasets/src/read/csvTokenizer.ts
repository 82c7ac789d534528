/** What a line did to the row that is being read. */
export type CsvStep =
  /** The row ended with this line. */
  | { readonly kind: "row"; readonly cells: readonly string[] }
  /** A quoted cell goes on in the next line. */
  | { readonly kind: "open" }
  /** The quotes make no sense here. */
  | { readonly kind: "damaged" };

/** Reads CSV rows line by line (RFC 4180); a quoted cell may hold line breaks. */
export interface CsvTokenizer {
  /**
   * @param line - the next line, without its line feed
   * @returns what the line completed
   */
  takeLine(line: string): CsvStep;
  /** Forgets the unfinished row. */
  reset(): void;
  /** @returns number of characters kept for the unfinished row */
  size(): number;
}

/**
 * Creates a tokenizer for comma or otherwise separated values.
 *
 * @param delimiter - one character between cells
 * @returns a tokenizer at the start of a row
 *
 * @remarks
 * Stricter than RFC 4180 in one way that finds lost quotes: after a closing quote only spaces, the
 * delimiter or the end of the line may follow. More lenient in another: a quote inside an unquoted
 * cell is an ordinary character, as in pandas.
 */
export function createCsvTokenizer(delimiter: string): CsvTokenizer {
  let cells: string[] = [];
  let parts: string[] | undefined; // of the open quoted cell
  let size = 0;

  const reset = (): void => {
    cells = [];
    parts = undefined;
    size = 0;
  };

  const takeLine = (line: string): CsvStep => {
    // A carriage return belongs to the line end, unless a quoted cell goes on behind it.
    const end = line.endsWith("\r") ? line.length - 1 : line.length;
    let position = 0;
    for (;;) {
      if (parts === undefined && line[position] === '"') {
        parts = [];
        position += 1;
      }
      if (parts === undefined) {
        const next = line.indexOf(delimiter, position);
        if (next === -1) {
          cells.push(line.slice(position, end));
          break;
        }
        cells.push(line.slice(position, next));
        position = next + 1;
        continue;
      }
      const quote = line.indexOf('"', position);
      if (quote === -1) {
        parts.push(line.slice(position), "\n");
        size += line.length - position + 1;
        return { kind: "open" };
      }
      parts.push(line.slice(position, quote));
      size += quote - position;
      position = quote + 1;
      if (line[position] === '"') {
        parts.push('"');
        position += 1;
        continue;
      }
      while (position < end && line[position] === " " && delimiter !== " ") position += 1;
      cells.push(parts.join(""));
      parts = undefined;
      if (position >= end) break;
      if (line[position] !== delimiter) {
        reset();
        return { kind: "damaged" };
      }
      position += 1;
    }
    const row = cells;
    reset();
    return { kind: "row", cells: row };
  };

  return { takeLine, reset, size: () => size };
}
