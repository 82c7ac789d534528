export { expectClose } from "./expectClose.ts";
export { sharedData } from "./sharedData.ts";
export { useCpuBackend } from "./useCpuBackend.ts";
