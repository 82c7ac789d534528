export { DftError } from "./dftError.ts";
export type { DftErrorCode, DftErrorData } from "./dftError.ts";
export { planKPoints } from "./planKPoints.ts";
export type { KPointsOptions } from "./planKPoints.ts";
export { writeEspressoInput } from "./writeEspressoInput.ts";
export type { EspressoOptions } from "./writeEspressoInput.ts";
export { writeVaspInputs } from "./writeVaspInputs.ts";
export type { VaspInputs, VaspOptions } from "./writeVaspInputs.ts";
