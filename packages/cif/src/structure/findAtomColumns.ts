import type { CifLoop } from "../syntax/cifLoop.ts";
import { normalizeTag } from "../syntax/normalizeTag.ts";

/** The columns of an atom list that are read. */
export type AtomColumn =
  | "fractionalX"
  | "fractionalY"
  | "fractionalZ"
  | "cartesianX"
  | "cartesianY"
  | "cartesianZ"
  | "label"
  | "typeSymbol"
  | "occupancy"
  | "calculationFlag"
  | "attachedHydrogens"
  | "multiplicity"
  | "disorderAssembly"
  | "disorderGroup"
  | "model";

/** Where the columns stand in an atom list: their numbers from 0, -1 for absent ones. */
export type AtomColumns = Readonly<Record<AtomColumn, number>>;

/** Data names of each column, normalised; the first one that is there counts. */
const tagsByColumn: Readonly<Record<AtomColumn, readonly string[]>> = {
  fractionalX: ["_atom_site_fract_x"],
  fractionalY: ["_atom_site_fract_y"],
  fractionalZ: ["_atom_site_fract_z"],
  cartesianX: ["_atom_site_cartn_x"],
  cartesianY: ["_atom_site_cartn_y"],
  cartesianZ: ["_atom_site_cartn_z"],
  label: ["_atom_site_label", "_atom_site_label_atom_id", "_atom_site_id"],
  typeSymbol: ["_atom_site_type_symbol"],
  occupancy: ["_atom_site_occupancy"],
  calculationFlag: ["_atom_site_calc_flag"],
  attachedHydrogens: ["_atom_site_attached_hydrogens"],
  multiplicity: ["_atom_site_site_symmetry_multiplicity", "_atom_site_symmetry_multiplicity"],
  disorderAssembly: ["_atom_site_disorder_assembly"],
  disorderGroup: ["_atom_site_disorder_group"],
  model: ["_atom_site_pdbx_pdb_model_num"],
};

const allColumns = Object.keys(tagsByColumn) as readonly AtomColumn[];

/** Column and rank of each data name. */
const columnByTag: ReadonlyMap<string, readonly [AtomColumn, number]> = new Map(
  allColumns.flatMap((column) =>
    tagsByColumn[column].map((tag, rank) => [tag, [column, rank]] as const),
  ),
);

/** What {@link findAtomColumns} found for headings seen before: most files share a few. */
const known = new Map<string, AtomColumns>();

/** A guard against a stream of files that all have different headings. */
const mostKnown = 200;

/** The heading that came last: the files of a collection mostly have the same. */
let last: { readonly tags: readonly string[]; readonly columns: AtomColumns } | undefined;

/**
 * Finds the columns of an atom list.
 *
 * @param loop - the list
 * @returns their numbers
 * @internal
 */
export function findAtomColumns({ tags }: CifLoop): AtomColumns {
  if (last?.tags.length === tags.length && isSame(last.tags, tags)) return last.columns;
  const heading = tags.join(" ");
  let columns = known.get(heading);
  if (columns === undefined) {
    columns = searchColumns(tags);
    if (known.size < mostKnown && heading.length < 2000) known.set(heading, columns);
  }
  // Split, as the tags themselves would keep the text of the file alive.
  last = { tags: heading.split(" "), columns };
  return columns;
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  for (let index = 0; index < left.length; index += 1) {
    if (left[index] !== right[index]) return false;
  }
  return true;
}

function searchColumns(tags: readonly string[]): AtomColumns {
  const columns = Object.fromEntries(allColumns.map((column) => [column, -1])) as Record<
    AtomColumn,
    number
  >;
  const ranks = new Map<AtomColumn, number>();
  tags.forEach((tag, index) => {
    const [column, rank] = columnByTag.get(normalizeTag(tag)) ?? [];
    if (column === undefined || rank === undefined) return;
    if (rank >= (ranks.get(column) ?? Infinity)) return;
    ranks.set(column, rank);
    columns[column] = index;
  });
  return columns;
}
