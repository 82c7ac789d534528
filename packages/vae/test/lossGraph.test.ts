import { describe, expect, it } from "@jest/globals";
import { FtcpScaler } from "@ftcp/featurize";
import { createRandom } from "@ftcp/random";
import {
  createLossWeights,
  createNetworkConfig,
  supervisedRegression,
  tfjsEngine,
} from "@ftcp/vae";
import { buildNetwork } from "../src/network/buildNetwork.ts";
import { findInvertibleRows } from "../src/network/findInvertibleRows.ts";
import { initializeNetwork } from "../src/network/initializeNetwork.ts";
import { readWeights } from "../src/network/readWeights.ts";
import { createLossGraph } from "../src/training/createLossGraph.ts";
import { prepareCrystals } from "../src/training/prepareCrystals.ts";
import { randomNormals } from "../src/training/randomNormals.ts";
import { TrainingBatches } from "../src/training/trainingBatches.ts";
import { toyCrystals, toyLayout, toyNetwork } from "./toyCrystals.ts";
import { useWasmBackend } from "./useWasmBackend.ts";

async function prepareToyLoss(batchSize: number) {
  const rows = findInvertibleRows(toyLayout);
  const config = createNetworkConfig({ ...toyNetwork, reconstructs: "all" });
  const network = buildNetwork(rows, config, 2);
  const random = createRandom(5);
  initializeNetwork(network, rows, config, random);
  const { layout, fitting } = prepareCrystals(toyCrystals(3), toyLayout);
  const labels = Float32Array.of(0.2, 0.4, 0.6, 0.1, 0.9, 0.5);
  const batches = new TrainingBatches(fitting, layout, labels);
  const { tensor, target, known, mask } = batches.make([0, 1, 2], batchSize);
  const scaler = FtcpScaler.fit(batches.tensors(), toyLayout, { cell: "log-cosine" });
  const noise = new Float32Array(batchSize * config.latentSize);
  noise.set(randomNormals(random, 3 * config.latentSize));
  const inputs = {
    ...{ target, known, mask, noise, beta: Float32Array.of(0.2) },
    batch: scaler.transform(tensor).data,
  };
  const loss = await tfjsEngine().prepare(
    createLossGraph({
      ...{ network, rows, batchSize, latentSize: config.latentSize },
      weights: createLossWeights({ rest: 0.01 }),
      objective: supervisedRegression(["energy", "gap"], { error: "squared" }),
      deviations: [0.3, 0.2],
    }),
  );
  const tensors = await readWeights(network);
  const weights = new Map(tensors.map(({ name, data }) => [name, data]));
  const gradients = new Map(tensors.map(({ name, data }) => [name, data.map(() => 0)]));
  const dispose = async (): Promise<void> => {
    await loss.dispose();
    for (const model of [network.encoder, network.decoder, network.regressor]) model.dispose();
  };
  return { inputs, loss, weights, gradients, dispose };
}

describe("the loss", () => {
  useWasmBackend();

  it("has gradients that agree with finite differences in every weight tensor", async () => {
    const { inputs, loss, weights, gradients, dispose } = await prepareToyLoss(3);
    await loss.differentiate(inputs, weights, gradients);
    for (const [name, values] of weights) {
      const gradient = gradients.get(name) ?? new Float32Array();
      // The direction of the gradient itself: the derivative along it is its norm.
      const norm = Math.hypot(...gradient);
      expect(norm).toBeGreaterThan(0);
      const along = async (by: number): Promise<number> => {
        const moved = values.map((x, i) => x + (by * (gradient[i] ?? 0)) / norm);
        const terms = await loss.evaluate(inputs, new Map([...weights, [name, moved]]));
        return terms["total"] ?? NaN;
      };
      const step = 2e-3;
      const estimate = ((await along(step)) - (await along(-step))) / (2 * step);
      // Relative, so that small gradients are tested too; what is left is float32 in the loss.
      expect({ name, agrees: Math.abs(estimate - norm) < 0.04 * norm }).toEqual({
        name,
        agrees: true,
      });
    }
    await dispose();
  });

  it("does not see the rows that only fill up a batch", async () => {
    const [exact, filled] = [await prepareToyLoss(3), await prepareToyLoss(5)];
    const expected = await exact.loss.differentiate(exact.inputs, exact.weights, exact.gradients);
    const found = await filled.loss.differentiate(filled.inputs, exact.weights, filled.gradients);
    for (const [term, value] of Object.entries(expected)) {
      expect(Math.abs((found[term] ?? NaN) / value - 1)).toBeLessThan(1e-5);
    }
    for (const [name, gradient] of exact.gradients) {
      const other = filled.gradients.get(name) ?? new Float32Array();
      const scale = Math.hypot(...gradient);
      const difference = Math.hypot(...gradient.map((value, i) => value - (other[i] ?? NaN)));
      expect({ name, same: difference < 1e-4 * scale }).toEqual({ name, same: true });
    }
    await exact.dispose();
    await filled.dispose();
  });
});
