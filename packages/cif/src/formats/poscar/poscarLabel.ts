/** A word behind the coordinates of a POSCAR that can be the label of the site. */
export const poscarLabel = /^[A-Za-z]\S*$/u;
