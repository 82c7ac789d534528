// Writes the manifests of the small networks for make_torch_fixture.py.
import { writeFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { smallCases } from "../../../packages/vae/test/torchCases.ts";

await tf.setBackend("cpu");
const manifests = Object.fromEntries(
  Object.entries(smallCases()).map(([name, { manifest }]) => [name, manifest]),
);
writeFileSync(process.argv[2] ?? "manifests.json", JSON.stringify(manifests));
