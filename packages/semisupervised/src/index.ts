export { SemisupervisedError } from "./SemisupervisedError.ts";
export type { SemisupervisedErrorCode } from "./SemisupervisedError.ts";
export { balanceSparseWeights } from "./balanceSparseWeights.ts";
export { countLabels } from "./countLabels.ts";
export { maskedRegressionLoss } from "./maskedRegressionLoss.ts";
export { semisupervisedRegression } from "./semisupervisedRegression.ts";
export type { SemisupervisedRegressionOptions } from "./SemisupervisedRegressionOptions.ts";
export { trainSemisupervisedVae } from "./trainSemisupervisedVae.ts";
export type { SemisupervisedTrainingOptions } from "./SemisupervisedTrainingOptions.ts";
