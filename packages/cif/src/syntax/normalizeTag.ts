/**
 * The form under which data names are compared: lower case, with `_` for the DDLm and mmCIF dot.
 *
 * @param tag - a data name as written, such as `_Cell.Length_A`
 * @returns the comparable name, such as `_cell_length_a`
 */
export function normalizeTag(tag: string): string {
  const lower = tag.toLowerCase();
  return lower.includes(".") ? lower.replaceAll(".", "_") : lower;
}
