import { describe, expect, it } from "@jest/globals";
import { FtcpScaler } from "@ftcp/featurize";
import { createRandom } from "@ftcp/random";

import * as tf from "@tensorflow/tfjs-core";
import { createLossWeights, createNetworkConfig, supervisedRegression } from "@ftcp/vae";
import { buildNetwork } from "../src/network/buildNetwork.ts";
import { findInvertibleRows } from "../src/network/findInvertibleRows.ts";
import { initializeNetwork } from "../src/network/initializeNetwork.ts";
import { networkWeights } from "../src/network/networkWeights.ts";
import { computeLoss } from "../src/training/computeLoss.ts";
import { prepareCrystals } from "../src/training/prepareCrystals.ts";
import { TrainingBatches } from "../src/training/trainingBatches.ts";
import { toyCrystals, toyLayout, toyNetwork } from "./toyCrystals.ts";
import { useWasmBackend } from "./useWasmBackend.ts";

describe("computeLoss", () => {
  useWasmBackend();

  it("has gradients that agree with finite differences in every weight tensor", () => {
    const rows = findInvertibleRows(toyLayout);
    const config = createNetworkConfig({ ...toyNetwork, reconstructs: "all" });
    const network = buildNetwork(rows, config, 2);
    const random = createRandom(5);
    initializeNetwork(network, rows, config, random);
    const { layout, fitting } = prepareCrystals(toyCrystals(3), toyLayout);
    const batches = new TrainingBatches(
      fitting,
      layout,
      Float32Array.of(0.2, 0.4, 0.6, 0.1, 0.9, 0.5),
    );
    const { tensor, target, known } = batches.make([0, 1, 2]);
    const inputs = {
      ...{ target, known, deviations: [0.3, 0.2] },
      scaled: FtcpScaler.fit(tensor, toyLayout, { cell: "log-cosine" }).transform(tensor),
      noise: Float32Array.from({ length: 3 * config.latentSize }, () => random.normal()),
    };
    const objective = supervisedRegression(["energy", "gap"], { error: "squared" });
    const loss = (): tf.Scalar =>
      computeLoss(network, rows, inputs, createLossWeights({ rest: 0.01 }), objective).total;
    const evaluate = (): number => tf.tidy(() => loss().dataSync()[0] ?? NaN);

    const weights = networkWeights(network);
    const { value, grads } = tf.variableGrads(loss, [...weights.values()]);
    for (const [name, variable] of weights) {
      const gradient = grads[variable.name]?.dataSync() ?? new Float32Array();
      // The direction of the gradient itself: the derivative along it is its norm.
      const norm = Math.hypot(...gradient);
      expect(norm).toBeGreaterThan(0);
      const original = variable.dataSync().slice();
      const along = (by: number): number => {
        const moved = original.map((x, i) => x + (by * (gradient[i] ?? 0)) / norm);
        tf.tidy(() => {
          variable.assign(tf.tensor(moved, variable.shape));
        });
        return evaluate();
      };
      const step = 2e-3;
      const estimate = (along(step) - along(-step)) / (2 * step);
      along(0);
      // Relative, so that small gradients are tested too; what is left is float32 in the loss.
      expect({ name, agrees: Math.abs(estimate - norm) < 0.04 * norm }).toEqual({
        name,
        agrees: true,
      });
    }
    tf.dispose([value, grads]);
    for (const model of [network.encoder, network.decoder, network.regressor]) model.dispose();
  });
});
