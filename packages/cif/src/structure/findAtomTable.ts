import { CifError } from "../cifError.ts";
import type { CifBlock } from "../syntax/cifBlock.ts";
import type { CifLoop, CifValue } from "../syntax/cifDocument.ts";
import { normalizeTag } from "../syntax/normalizeTag.ts";
import { coordinateTags } from "./coordinateTags.ts";
import { isPresent } from "./isPresent.ts";
import { requireUnique } from "./requireUnique.ts";

/** The atom list of a block as a table: a loop, or single items. */
export interface AtomTable {
  /** Fractional or Cartesian coordinates. */
  readonly coordinates: "fractional" | "cartesian";
  /** The values, row by row. */
  readonly values: readonly CifValue[];
  /** Number of columns. */
  readonly width: number;
  /** Column of each normalised data name. */
  readonly columns: ReadonlyMap<string, number>;
}

/**
 * Finds the atom list of a block.
 *
 * @param block - a data block
 * @returns the table, or `undefined` when the block has no coordinates at all
 * @throws {@link CifError} with code `CIF_DUPLICATE_NAME` or `CIF_INCOMPLETE_LOOP`
 * @internal
 */
export function findAtomTable(block: CifBlock): AtomTable | undefined {
  for (const coordinates of ["fractional", "cartesian"] as const) {
    const tags = coordinateTags[coordinates];
    const entry = block.entry(tags[0]);
    if (entry === undefined) continue;
    const table =
      entry.kind === "loop" ? tableOfLoop(entry, coordinates) : tableOfItems(block, coordinates);
    // Place holders: every coordinate is `?` or `.`.
    const column = table.columns.get(tags[0]) ?? 0;
    let hasCoordinates = false;
    for (let index = column; index < table.values.length; index += table.width) {
      if (isPresent(table.values[index])) {
        hasCoordinates = true;
        break;
      }
    }
    if (!hasCoordinates) continue;
    for (const tag of tags) requireUnique(block, tag);
    if (table.values.length % table.width !== 0) {
      const last = table.values.at(-1) ?? block;
      throw new CifError("CIF_INCOMPLETE_LOOP", "the last row of the atom list is incomplete", {
        line: last.line,
        column: last.column,
        block: block.name,
      });
    }
    return table;
  }
  return undefined;
}

function tableOfLoop(loop: CifLoop, coordinates: AtomTable["coordinates"]): AtomTable {
  const columns = new Map<string, number>();
  for (let column = 0; column < loop.tags.length; column += 1) {
    const key = normalizeTag(loop.tags[column] ?? "");
    if (!columns.has(key)) columns.set(key, column);
  }
  return { coordinates, values: loop.values, width: loop.tags.length, columns };
}

/** A single atom may be written without a loop. */
function tableOfItems(block: CifBlock, coordinates: AtomTable["coordinates"]): AtomTable {
  const columns = new Map<string, number>();
  const values: CifValue[] = [];
  for (const entry of block.entries) {
    if (entry.kind !== "item") continue;
    const key = normalizeTag(entry.tag);
    if (!key.startsWith("_atom_site_") || columns.has(key)) continue;
    columns.set(key, values.length);
    values.push(entry.value);
  }
  return { coordinates, values, width: values.length, columns };
}
