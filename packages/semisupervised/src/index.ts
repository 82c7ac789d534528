export { SemisupervisedError } from "./semisupervisedError.ts";
export type { SemisupervisedErrorCode } from "./semisupervisedError.ts";
export { balanceSparseWeights } from "./balanceSparseWeights.ts";
export { countLabels } from "./countLabels.ts";
export { maskedRegressionLoss } from "./maskedRegressionLoss.ts";
export { semisupervisedRegression } from "./semisupervisedRegression.ts";
export type { SemisupervisedRegressionOptions } from "./semisupervisedRegressionOptions.ts";
export { trainSemisupervisedVae } from "./trainSemisupervisedVae.ts";
export type { SemisupervisedTrainingOptions } from "./semisupervisedTrainingOptions.ts";
