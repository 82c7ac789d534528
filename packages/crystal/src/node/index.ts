export { loadSymmetryFinder } from "./loadSymmetryFinder.ts";
