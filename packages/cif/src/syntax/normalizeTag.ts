import { foldName } from "./foldName.ts";

/**
 * The form under which readers of crystals compare data names: lower case, with `_` for the DDLm and
 * mmCIF dot.
 *
 * @param tag - a data name as written, such as `_Cell.Length_A`
 * @returns the comparable name, such as `_cell_length_a`
 *
 * @internal
 */
export function normalizeTag(tag: string): string {
  const folded = foldName(tag);
  return folded.includes(".") ? folded.replaceAll(".", "_") : folded;
}
