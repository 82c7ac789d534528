/**
 * What differentiates a network in a search: a graph compiled for ONNX Runtime, the tfjs backend that the network runs
 * on, or the first of `onnxruntime-node`, `onnxruntime-web` and `tfjs` that starts.
 */
export type GradientEngineName = "auto" | "onnxruntime-node" | "onnxruntime-web" | "tfjs";
