import { CifError } from "../cifError.ts";
import type { CifBlock } from "../syntax/cifBlock.ts";
import type { CifLoop } from "../syntax/cifLoop.ts";
import { findAtomColumns } from "./findAtomColumns.ts";
import type { AtomColumns } from "./findAtomColumns.ts";
import { requireUnique } from "./requireUnique.ts";

/** The atom list of a block. */
export interface AtomTable {
  /** Fractional or Cartesian coordinates. */
  readonly coordinates: "fractional" | "cartesian";
  /** The list; of one row where the file has no loop. */
  readonly loop: CifLoop;
  /** Where its columns are. */
  readonly columns: AtomColumns;
}

const coordinateTags = {
  fractional: ["_atom_site_fract_x", "_atom_site_fract_y", "_atom_site_fract_z"],
  cartesian: ["_atom_site_cartn_x", "_atom_site_cartn_y", "_atom_site_cartn_z"],
} as const;

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
    const loop = entry.kind === "loop" ? entry : block.rowOfItems("_atom_site_");
    const columns = findAtomColumns(loop);
    const first = coordinates === "fractional" ? columns.fractionalX : columns.cartesianX;
    if (!hasCoordinates(loop, first)) continue;
    for (const tag of tags) requireUnique(block, tag);
    if (!loop.isComplete) {
      const last = loop.values.at(-1) ?? block;
      throw new CifError("CIF_INCOMPLETE_LOOP", "the last row of the atom list is incomplete", {
        line: last.line,
        column: last.column,
        block: block.name,
      });
    }
    return { coordinates, loop, columns };
  }
  return undefined;
}

/** False for a list of place holders, in which every coordinate is `?` or `.`. */
function hasCoordinates(loop: CifLoop, column: number): boolean {
  const width = loop.tags.length;
  for (let row = 0; row * width + column < loop.valueCount; row += 1) {
    if (loop.isPresent(row, column)) return true;
  }
  return false;
}
