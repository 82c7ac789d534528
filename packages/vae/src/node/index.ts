export { readModel } from "./readModel.ts";
export { writeFileAtomically } from "./writeFileAtomically.ts";
export { writeModel } from "./writeModel.ts";
