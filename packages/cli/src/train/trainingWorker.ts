// What the thread of `ftcp train` runs.
import { enableRelaxedSimd } from "@ftcp/onnx/node";
import { restoreSemisupervisedRegression } from "@ftcp/semisupervised";
import { serveTraining } from "@ftcp/vae/node";

enableRelaxedSimd(); // onnxruntime-web is faster with it
await serveTraining([restoreSemisupervisedRegression]);
