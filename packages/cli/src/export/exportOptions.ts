/** Options of `ftcp export`. */
export interface ExportOptions {
  /** Folder of the model, its file, or the name of a bundled one. */
  readonly model: string;
  /** Folder of the ONNX files. */
  readonly out: string;
  /** Crystals per run. */
  readonly batchSize: number;
  /** Whether the summary is JSON. */
  readonly json?: boolean;
}
