import type { NumbersByName } from "../engine/trainingEngine.ts";
import { findKernel } from "./findKernel.ts";
import type { Optimizer } from "./optimizer.ts";
import type { OptimizerConfig } from "./optimizerConfig.ts";

/**
 * Makes an optimiser for weights of these names and lengths.
 *
 * @param config - which one
 * @param weights - what it will optimise
 * @param decays - whether weight decay applies to the weight of a name
 * @returns the optimiser, its state zero
 *
 * @remarks
 * Plain arrays and one pass over each: the same numbers on every engine, and faster than an optimiser
 * inside the graph, which reads and writes every weight a dozen times. Arithmetic is float32, as in PyTorch; parts of the
 * state whose size is below the smallest normal number, 2⁻¹²⁶, become zero.
 */
export function createOptimizer(
  config: OptimizerConfig,
  weights: NumbersByName,
  decays: (name: string) => boolean,
): Optimizer {
  const kernel = findKernel();
  const zeros = (prefix: string): Map<string, Float32Array> =>
    new Map(
      [...weights].map(([name, { length }]) => [`${prefix}/${name}`, new Float32Array(length)]),
    );
  const slotOf = (slots: NumbersByName, prefix: string, name: string): Float32Array =>
    slots.get(`${prefix}/${name}`) as Float32Array;

  if (config.kind === "rmsprop") {
    const { decay = 0.9, epsilon = 1e-7 } = config;
    const slots = zeros("rmsprop.square");
    return {
      steps: 0,
      slots,
      step(current, gradients, learningRate, scale = 1) {
        this.steps += 1;
        for (const [name, values] of current) {
          const square = slotOf(slots, "rmsprop.square", name);
          const gradient = gradients.get(name) as Float32Array;
          kernel.rmsprop(values, gradient, square, { scale, decay, rate: learningRate, epsilon });
        }
      },
    };
  }

  const { beta1 = 0.9, beta2 = 0.99, epsilon = 1e-8 } = config;
  const weightDecay = config.kind === "adamw" ? (config.weightDecay ?? 0.01) : 0;
  const slots = new Map([...zeros("adam.first"), ...zeros("adam.second")]);
  return {
    steps: 0,
    slots,
    step(current, gradients, learningRate, scale = 1) {
      this.steps += 1;
      // The bias corrections of both moments, drawn out of the loop.
      const root = Math.sqrt(1 - beta2 ** this.steps);
      const rate = (learningRate * root) / (1 - beta1 ** this.steps);
      const shift = epsilon * root;
      for (const [name, values] of current) {
        const gradient = gradients.get(name) as Float32Array;
        const first = slotOf(slots, "adam.first", name);
        const second = slotOf(slots, "adam.second", name);
        const kept = decays(name) ? 1 - learningRate * weightDecay : 1;
        const settings = { scale, beta1, beta2, rate, shift, kept };
        kernel.adam(values, gradient, first, second, settings);
      }
    },
  };
}
