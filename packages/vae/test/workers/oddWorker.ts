// A training worker with a regression of another package, and one that dies.
import * as tf from "@tensorflow/tfjs-core";
import { serveTraining } from "@ftcp/vae/node";

await serveTraining([
  (settings) => {
    if (settings["kind"] === "deadly") process.exit(3);
    if (settings["kind"] !== "nothing") return undefined;
    return {
      ...{ properties: ["energy"], settings, requiresLabels: false },
      loss: (predicted) => tf.tidy(() => tf.mul<tf.Scalar>(tf.sum(predicted), 0)),
    };
  },
]);
