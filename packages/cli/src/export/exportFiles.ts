/** Names of the files that `ftcp export` writes. */
export const exportFiles = {
  /** Tensors to latents. */
  encoder: "encoder.onnx",
  /** Latents to elements, cell, coordinates and occupancy. */
  decoder: "decoder.onnx",
  /** Latents to properties. */
  regressor: "regressor.onnx",
  /** What the inputs and outputs mean. */
  description: "model.json",
} as const;
