export { bundleModule } from "./bundleModule.ts";
export { expectClose } from "./expectClose.ts";
export { findChromium } from "./findChromium.ts";
export { nativeBackend } from "./nativeBackend.ts";
export { runOnnxInPython } from "./runOnnxInPython.ts";
export type { PythonTensor } from "./runOnnxInPython.ts";
export { sharedData } from "./sharedData.ts";
export { openChromium } from "./openChromium.ts";
export { useTestBackend } from "./useTestBackend.ts";
