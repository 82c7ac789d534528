/**
 * The engines that a training in Node can ask for by name:
 *
 * - `onnxruntime-node`: native code, the fastest; needs `@ftcp/onnx` and `onnxruntime-node`
 * - `onnxruntime-web`: the same graph in WebAssembly; needs `@ftcp/onnx` and `onnxruntime-web`
 * - `wasm`: tfjs's WebAssembly backend, repaired; needs `@tensorflow/tfjs-backend-wasm`
 * - `cpu`: tfjs in plain JavaScript, for tests; needs `@tensorflow/tfjs-backend-cpu`
 * - `node`: `@tensorflow/tfjs-node`, where it is installed
 */
export type EngineName = "onnxruntime-node" | "onnxruntime-web" | "wasm" | "cpu" | "node";
