import type { EngineName } from "@ftcp/vae/node";

/** The engine of a training; `auto` is the fastest that is installed. */
export type TrainingEngineName = EngineName | "auto";

/** What `--engine` of `ftcp train` takes. */
export const trainingEngineNames: readonly TrainingEngineName[] = [
  "auto",
  "onnxruntime-node",
  "onnxruntime-web",
  "wasm",
  "cpu",
  "node",
];
