import * as tf from "@tensorflow/tfjs-core";
import type { CrystalVae } from "./crystalVae.ts";
import { tfjsEngine } from "./engine/tfjsEngine.ts";
import type { TrainingEngine } from "./engine/trainingEngine.ts";
import type { PropertyDifferentiator } from "./propertyDifferentiator.ts";
import { VaeError } from "./vaeError.ts";

/**
 * Makes the gradients of a model's predicted properties ready, for a search in latent space.
 *
 * @param model - a fitted model, which must live as long
 * @param options - `engine`, tfjs by default (`onnxEngine` compiles regressor and gradients to one graph);
 *   `batchSize`, the latents that go through it at once, 64 by default
 * @returns what predicts and differentiates, to be disposed by the caller
 * @throws RangeError when `batchSize` is not a positive integer
 *
 * @remarks
 * Gradients are float32, computed for all properties in one run. Of a property on a logarithmic scale they
 * are those of the property itself, not of its logarithm.
 *
 * @example
 * ```ts
 * const differentiator = await createPropertyDifferentiator(model, { engine: onnxEngine(runtime) });
 * const { gradients } = await differentiator.differentiateProperties(mean);
 * await differentiator.dispose();
 * ```
 *
 * @see The paper, Eq. 2, of which the regressions of the architectures are variants
 */
export async function createPropertyDifferentiator(
  model: CrystalVae,
  options: { readonly engine?: TrainingEngine; readonly batchSize?: number } = {},
): Promise<PropertyDifferentiator> {
  const { engine = tfjsEngine(), batchSize = 64 } = options;
  if (!Number.isSafeInteger(batchSize) || batchSize < 1) {
    throw new RangeError(`batchSize must be a positive integer, received ${batchSize}`);
  }
  const { latentSize, properties } = model;
  const width = properties.length;
  const rows = width * batchSize;
  // Rows do not depend on each other: one row for each latent and property, and of each row one property
  // counts, give all gradients in one run.
  const variable = tf.tidy(() => tf.variable(tf.zeros<tf.Rank.R2>([rows, latentSize])));
  const states = regressorWeights(model);
  const numbers = new Map<string, Float32Array>();
  for (const [name, state] of states) {
    numbers.set(name, Float32Array.from(await state.data<"float32">()));
  }
  const prepared = await engine.prepare({
    loss: ({ mask }) => {
      const predicted = model.network.regressor.apply(variable) as tf.Tensor2D;
      return { total: tf.sum(tf.mul(predicted, mask as tf.Tensor2D)) };
    },
    inputs: { mask: [rows, width] },
    weights: new Map([["latents", variable]]),
    states,
  });
  const mask = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) mask[row * width + (row % width)] = 1;
  const { low, high, logarithmic } = model.propertyScaler.toJSON();

  const differentiateBatch = async (latents: Float32Array): Promise<Float32Array> => {
    const count = latents.length / latentSize;
    const spread = new Float32Array(rows * latentSize);
    for (let row = 0; row < count * width; row++) {
      const start = Math.floor(row / width) * latentSize;
      spread.set(latents.subarray(start, start + latentSize), row * latentSize);
    }
    const gradient = new Float32Array(rows * latentSize);
    const weights = new Map([...numbers, ["latents", spread] as const]);
    await prepared.differentiate({ mask }, weights, new Map([["latents", gradient]]));
    return gradient.subarray(0, count * width * latentSize);
  };
  return {
    latentSize,
    properties,
    engine: engine.name,
    async differentiateProperties({ data, shape }) {
      const [count, size] = shape;
      if (size !== latentSize || data.length !== count * size) {
        throw new VaeError("VAE_SHAPE", `latents of ${size} dimensions, not ${latentSize}`, {
          received: shape,
          latentSize,
        });
      }
      const predicted = await model.predict({ data, shape });
      const gradients = new Float32Array(count * width * size);
      for (let start = 0; start < count; start += batchSize) {
        const batch = data.subarray(start * size, Math.min(count, start + batchSize) * size);
        gradients.set(await differentiateBatch(batch), start * width * size);
      }
      for (let row = 0; row < count * width; row++) {
        const column = row % width;
        const range = (high[column] as number) - (low[column] as number);
        // exp(low + range s) has the derivative range · exp(…).
        const factor = range * (logarithmic[column] === true ? (predicted[row] as number) : 1);
        for (let k = row * size; k < (row + 1) * size; k++) {
          gradients[k] = (gradients[k] as number) * factor;
        }
      }
      return { properties: predicted, gradients };
    },
    async dispose() {
      await prepared.dispose();
      variable.dispose();
    },
  };
}

function regressorWeights({ network }: CrystalVae): Map<string, tf.Variable> {
  const weights = new Map<string, tf.Variable>();
  for (const weight of network.regressor.weights) {
    const variable = weight.read() as tf.Variable;
    weights.set(`regressor/${variable.name}`, variable);
  }
  return weights;
}
