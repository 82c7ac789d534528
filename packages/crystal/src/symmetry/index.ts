export { createSymmetryFinder } from "./createSymmetryFinder.ts";
export { SymmetryFinder } from "./symmetryFinder.ts";
export type { FindSymmetryOptions } from "./symmetryFinder.ts";
export type { CellTransformation, SymmetryDataset } from "./symmetryDataset.ts";
export { symmetrizeStructure } from "./symmetrizeStructure.ts";
