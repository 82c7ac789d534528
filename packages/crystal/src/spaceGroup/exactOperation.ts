/** The unit of exact translations: 1/144 of a lattice vector, so that 1/8, 1/9 and 1/12 are whole. */
export const translationUnit = 144;

/**
 * A symmetry operation in whole numbers: nine entries of the rotation part by rows, then three of the
 * translation in units of 1/{@link translationUnit}, reduced to `[0, translationUnit)`.
 */
export type ExactOperation = readonly number[];
