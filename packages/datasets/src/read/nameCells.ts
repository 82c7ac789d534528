/**
 * Puts the names of the columns to the cells of a row.
 *
 * @param names - of the columns; columns without a name are left out
 * @param cells - as many as names
 * @returns the cells by name
 */
export function nameCells(
  names: readonly string[],
  cells: readonly string[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.flatMap((name, i) => (name === "" ? [] : [[name, cells[i] ?? ""]])),
  );
}
