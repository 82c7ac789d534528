/** Names of the files in a model's folder. */
export const modelFiles = {
  /** Weights, layout, scalers and sizes. */
  model: "model.safetensors",
  /** Latent index: ids, formulas, properties. */
  indexJson: "index.json",
  /** Latent index: the latents. */
  indexBytes: "index.bin",
  /** Weights and optimiser of an unfinished training. */
  checkpoint: "checkpoint.safetensors",
  /** Metrics, one line per step and epoch. */
  log: "training.jsonl",
} as const;
