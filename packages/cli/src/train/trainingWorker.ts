// What the thread of `ftcp train` runs.
import { restoreSemisupervisedRegression } from "@ftcp/semisupervised";
import { serveTraining } from "@ftcp/vae/node";

await serveTraining([restoreSemisupervisedRegression]);
