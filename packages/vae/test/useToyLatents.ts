import { afterAll, beforeAll } from "@jest/globals";
import { loadRuntime } from "@ftcp/onnx/node";
import { createRandom } from "@ftcp/random";
import {
  tfjsEngine,
  trainVae,
  type CrystalVae,
  type RegressionObjective,
  type TrainingEngine,
} from "@ftcp/vae";
import { onnxEngine } from "@ftcp/vae/onnx";
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { toyCrystals, toyLayout, toyNetwork } from "./toyCrystals.ts";

/** The engines on which gradients are tested, by name. */
export const engines: readonly (readonly [string, () => Promise<TrainingEngine>])[] = [
  ["tfjs", () => Promise.resolve(tfjsEngine())],
  ["onnxruntime-node", async () => onnxEngine((await loadRuntime(["onnxruntime-node"])).runtime)],
];

/** A small trained network, and five latents. */
export interface ToyLatents {
  readonly model: CrystalVae;
  readonly latents: { readonly data: Float32Array; readonly shape: readonly [number, number] };
}

/**
 * A network that is trained before the tests of a file, on tfjs' cpu backend, and latents for it.
 *
 * @param regression - what it predicts
 * @param spread - standard deviation of the latents
 * @returns gives both, during the tests
 */
export function useToyLatents(regression: RegressionObjective, spread: number): () => ToyLatents {
  let toy: ToyLatents;
  beforeAll(async () => {
    tf.enableProdMode(); // no banner
    await tf.setBackend("cpu");
    const events = trainVae(toyCrystals(10), {
      ...{ layout: toyLayout, network: toyNetwork, seed: 1, epochs: 3, batchSize: 4 },
      regression,
    });
    for await (const event of events) {
      if (event.kind !== "done") continue;
      const { model } = event;
      const random = createRandom(5);
      const size = 5 * model.latentSize;
      const data = Float32Array.from({ length: size }, () => spread * random.normal());
      toy = { model, latents: { data, shape: [5, model.latentSize] } };
    }
  });
  afterAll(() => {
    toy.model.dispose();
  });
  return () => toy;
}
