/** A crystal in arrays. */
export interface CrystalArrays {
  /** Lattice vectors as rows, in Å; or absent where lengths and angles are given. */
  readonly cell: unknown;
  /** Lengths of the lattice vectors in Å. */
  readonly lengths: unknown;
  /** Angles in degrees. */
  readonly angles: unknown;
  /** Fractional coordinates. */
  readonly fractional: unknown;
  /** Cartesian coordinates in Å. */
  readonly cartesian: unknown;
  /** Atomic numbers or symbols. */
  readonly kinds: unknown;
}

const CELLS = ["cell", "lattice", "lattice_mat", "lattice_matrix", "lattice_vectors", "lattices"];
const FRACTIONAL = ["frac_coords", "fractional_coordinates", "scaled_positions", "pos"];
const CARTESIAN = ["positions", "cart_coords", "cartesian_site_positions"];
const KINDS = ["atomic_numbers", "numbers", "atom_types", "species_at_sites", "symbols"];

/**
 * Finds a crystal that is given in arrays: cells, positions and elements of ASE, CDVAE, MatterGen, JARVIS and
 * OPTIMADE.
 *
 * @param columns - values by name
 * @returns the arrays and the names that they take; nothing where something is missing
 */
export function findArrayColumns(
  columns: Readonly<Record<string, unknown>>,
): { readonly arrays: CrystalArrays; readonly columns: ReadonlySet<string> } | undefined {
  const used = new Set<string>();
  const find = (names: readonly string[]): unknown => {
    const name = names.find((each) => Object.hasOwn(columns, each) && isList(columns[each]));
    if (name === undefined) return undefined;
    used.add(name);
    return columns[name];
  };
  const isJarvis = isList(columns["coords"]) && isList(columns["elements"]);
  const isCartesian = columns["cartesian"] === true || columns["cartesian"] === "True";
  if (isJarvis) for (const name of ["coords", "elements", "cartesian", "props"]) used.add(name);
  const fractional = isJarvis && !isCartesian ? columns["coords"] : find(FRACTIONAL);
  const cartesian = isJarvis && isCartesian ? columns["coords"] : find(CARTESIAN);
  const kinds = isJarvis ? columns["elements"] : find(KINDS);
  const cell = find(CELLS);
  const lengths = cell === undefined ? find(["lengths"]) : undefined;
  const angles = cell === undefined ? find(["angles"]) : undefined;
  const hasCell = cell !== undefined || (lengths !== undefined && angles !== undefined);
  const hasPositions = fractional !== undefined || cartesian !== undefined;
  if (!hasCell || !hasPositions || kinds === undefined) return undefined;
  for (const name of ["pbc", "num_atoms", "natoms"]) used.add(name);
  return { arrays: { cell, lengths, angles, fractional, cartesian, kinds }, columns: used };
}

function isList(value: unknown): boolean {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}
