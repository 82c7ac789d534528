export { bundleModule } from "./bundleModule.ts";
export { expectClose } from "./expectClose.ts";
export { nativeBackend } from "./nativeBackend.ts";
export { runOnnxInPython } from "./runOnnxInPython.ts";
export type { PythonTensor } from "./runOnnxInPython.ts";
export { sharedData } from "./sharedData.ts";
export { useTestBackend } from "./useTestBackend.ts";
