export { onnxEngine } from "./onnxEngine.ts";
export type { OnnxEngineOptions } from "./onnxEngine.ts";
