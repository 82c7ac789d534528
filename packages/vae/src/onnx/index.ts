export { exportCrystalVae } from "./exportCrystalVae.ts";
export type { ExportedCrystalVae } from "./exportCrystalVae.ts";
export { onnxEngine } from "./onnxEngine.ts";
export type { OnnxEngineOptions } from "./onnxEngine.ts";
