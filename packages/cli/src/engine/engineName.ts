/**
 * The tfjs backend that a model runs on: `wasm` and `cpu` come with the package, `node` is
 * `@tensorflow/tfjs-node`, if it is installed.
 */
export type EngineName = "wasm" | "cpu" | "node";
