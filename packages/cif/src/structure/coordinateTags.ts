/** The data names of atomic coordinates, normalised, by their kind. */
export const coordinateTags = {
  fractional: ["_atom_site_fract_x", "_atom_site_fract_y", "_atom_site_fract_z"],
  cartesian: ["_atom_site_cartn_x", "_atom_site_cartn_y", "_atom_site_cartn_z"],
} as const;
