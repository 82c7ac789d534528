export { locatePretrained } from "./locatePretrained.ts";
export type { PretrainedLocation, PretrainedName } from "./locatePretrained.ts";
export { pretrainedNames } from "./pretrainedNames.ts";
