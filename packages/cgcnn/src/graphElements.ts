/** Elements with a vector of 92 bits: H to Fm, as in the authors' `atom_init.json`. */
export const graphElements = 100;
