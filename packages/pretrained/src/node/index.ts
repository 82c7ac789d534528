export { pretrainedNames } from "../pretrainedNames.ts";
export type { PretrainedName } from "../locatePretrained.ts";
export { readPretrained } from "./readPretrained.ts";
export type { PretrainedFiles } from "./readPretrained.ts";
