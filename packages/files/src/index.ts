export { createAtomicWriter } from "./node/createAtomicWriter.ts";
export type { AtomicWriter } from "./node/createAtomicWriter.ts";
export { removeAbandonedFiles } from "./node/removeAbandonedFiles.ts";
export { temporaryPath } from "./node/temporaryPath.ts";
export { writeFileAtomically } from "./node/writeFileAtomically.ts";
