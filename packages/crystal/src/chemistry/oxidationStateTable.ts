/**
 * Oxidation states by element symbol, whole numbers; an element that is missing has none. Deuterium and
 * tritium have those of hydrogen.
 */
export type OxidationStateTable = Readonly<Record<string, readonly number[]>>;
