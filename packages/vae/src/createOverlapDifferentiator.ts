import * as tf from "@tensorflow/tfjs-core";
import type { CrystalVae } from "./crystalVae.ts";
import { tfjsEngine } from "./engine/tfjsEngine.ts";
import type { TrainingEngine } from "./engine/trainingEngine.ts";
import type { CrystalParts } from "./network/crystalParts.ts";
import { cellScaling } from "./network/environment/cellScaling.ts";
import { measureImplausibility } from "./network/environment/measureImplausibility.ts";
import type { OverlapDifferentiator } from "./overlapDifferentiator.ts";
import { VaeError } from "./vaeError.ts";

/** Weight of a cell that is too flat beside overlaps in Å². */
const cellShape = 10;

/**
 * Makes the gradients of overlaps in decoded crystals ready, for the repair of latents.
 *
 * @param model - a fitted model, which must live as long
 * @param options - `engine`, tfjs by default (`onnxEngine` compiles decoder and gradients to one graph);
 *   `batchSize`, the latents that go through it at once, 64 by default
 * @returns what differentiates, to be disposed by the caller
 * @throws RangeError when `batchSize` is not a positive integer, or the network is of architecture
 *   `convolutional`, whose decoder writes no cells and sites but a tensor, or does not scale cells by log-cosine
 *
 * @remarks
 * Nothing but the decoder is used. Distances have no gradient with respect to the cell, which would grow
 * instead of its sites moving apart. Bonds shorter than 1.5 Å, as in carbonates, count as overlaps: ask only for
 * latents whose crystals are not valid.
 *
 * @example
 * ```ts
 * const differentiator = await createOverlapDifferentiator(model);
 * const gradients = await differentiator.differentiateOverlap(latents);
 * await differentiator.dispose();
 * ```
 */
export async function createOverlapDifferentiator(
  model: CrystalVae,
  options: { readonly engine?: TrainingEngine; readonly batchSize?: number } = {},
): Promise<OverlapDifferentiator> {
  const { engine = tfjsEngine(), batchSize = 64 } = options;
  if (!Number.isSafeInteger(batchSize) || batchSize < 1) {
    throw new RangeError(`batchSize must be a positive integer, received ${batchSize}`);
  }
  const { latentSize, network } = model;
  if (model.config.architecture === "convolutional") {
    throw new RangeError("a convolutional decoder writes no cells and sites to differentiate");
  }
  const scaling = cellScaling(model.scaler);
  const variable = tf.tidy(() => tf.variable(tf.zeros<tf.Rank.R2>([batchSize, latentSize])));
  const states = new Map<string, tf.Variable>();
  const numbers = new Map<string, Float32Array>();
  for (const weight of network.decoder.weights) {
    const state = weight.read() as tf.Variable;
    states.set(`decoder/${state.name}`, state);
    numbers.set(`decoder/${state.name}`, Float32Array.from(await state.data<"float32">()));
  }
  const prepared = await engine.prepare({
    loss: () => {
      const decoded = network.decode(variable) as unknown as CrystalParts;
      const mean = measureImplausibility(decoded, scaling, { repulsion: 1, cellShape });
      // The mean over the batch, whose crystals do not know of one another.
      return { total: tf.mul<tf.Scalar>(mean, batchSize) };
    },
    inputs: {},
    weights: new Map([["latents", variable]]),
    states,
  });
  return {
    latentSize,
    engine: engine.name,
    async differentiateOverlap({ data, shape }) {
      const [count, size] = shape;
      if (size !== latentSize || data.length !== count * size) {
        throw new VaeError("VAE_SHAPE", `latents of ${size} dimensions, not ${latentSize}`, {
          received: shape,
          latentSize,
        });
      }
      const gradients = new Float32Array(count * size);
      for (let start = 0; start < count; start += batchSize) {
        const part = data.subarray(start * size, Math.min(count, start + batchSize) * size);
        const batch = new Float32Array(batchSize * size);
        batch.set(part);
        const gradient = new Float32Array(batchSize * size);
        const weights = new Map([...numbers, ["latents", batch] as const]);
        await prepared.differentiate({}, weights, new Map([["latents", gradient]]));
        gradients.set(gradient.subarray(0, part.length), start * size);
      }
      return gradients;
    },
    async dispose() {
      await prepared.dispose();
      variable.dispose();
    },
  };
}
