export { createSymmetryFinder } from "./createSymmetryFinder.ts";
export { SymmetryFinder } from "./symmetryFinder.ts";
export type { FindSymmetryOptions } from "./symmetryFinder.ts";
export type { CellTransformation, SymmetryDataset } from "./symmetryDataset.ts";
export { symmetrizeStructure } from "./symmetrizeStructure.ts";
export { symmetrizeNearly } from "../repair/symmetrizeNearly.ts";
export type {
  NearSymmetry,
  SpaceGroupName,
  SymmetrizeNearlyOptions,
} from "../repair/symmetrizeNearly.ts";
