export { readNpy } from "./readNpy.ts";
export { writeNpy } from "./writeNpy.ts";
export type { WriteNpyOptions, WriteNpyReport } from "./writeNpy.ts";
