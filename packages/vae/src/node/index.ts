export type { EngineName } from "./engineName.ts";
export { openMetricsLog } from "./openMetricsLog.ts";
export type { MetricsLog } from "./openMetricsLog.ts";
export type { FileSource } from "./fileSource.ts";
export { openArrowSource } from "./openArrowSource.ts";
export { openNpySource } from "./openNpySource.ts";
export { openTensorFile } from "./openTensorFile.ts";
export { readArrowIndex } from "./readArrowIndex.ts";
export { readModel } from "./readModel.ts";
export { serveTraining } from "./serveTraining.ts";
export type { RestoreRegression } from "./serveTraining.ts";
export { startEngine } from "./startEngine.ts";
export { trainInWorker } from "./trainInWorker.ts";
export type { WorkerTrainingOptions } from "./trainInWorker.ts";
export type {
  ArrowTensors,
  NpyTensors,
  PlainOptions,
  TensorFile,
  WorkerData,
} from "./workerMessages.ts";
export { writeFileAtomically } from "./writeFileAtomically.ts";
export { writeModel } from "./writeModel.ts";
