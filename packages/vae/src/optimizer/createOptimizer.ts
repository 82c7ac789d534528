import type { NumbersByName } from "../engine/trainingEngine.ts";
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
 * inside the graph, which reads and writes every weight a dozen times.
 */
export function createOptimizer(
  config: OptimizerConfig,
  weights: NumbersByName,
  decays: (name: string) => boolean,
): Optimizer {
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
          stepRmsprop(values, gradient, square, scale, decay, learningRate, epsilon);
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
        stepAdam(values, gradient, first, second, scale, beta1, beta2, rate, shift, kept);
      }
    },
  };
}

// Functions of arrays and numbers alone, and of nothing around them, which V8 compiles best.

function stepRmsprop(
  values: Float32Array,
  gradient: Float32Array,
  square: Float32Array,
  scale: number,
  decay: number,
  learningRate: number,
  epsilon: number,
): void {
  const rest = 1 - decay;
  for (let i = 0; i < values.length; i++) {
    const slope = scale * (gradient[i] as number);
    const mean = decay * (square[i] as number) + rest * slope * slope;
    square[i] = mean;
    values[i] = (values[i] as number) - (learningRate * slope) / (Math.sqrt(mean) + epsilon);
  }
}

function stepAdam(
  values: Float32Array,
  gradient: Float32Array,
  first: Float32Array,
  second: Float32Array,
  scale: number,
  beta1: number,
  beta2: number,
  rate: number,
  shift: number,
  kept: number,
): void {
  const rest1 = 1 - beta1;
  const rest2 = 1 - beta2;
  for (let i = 0; i < values.length; i++) {
    const slope = scale * (gradient[i] as number);
    const mean = beta1 * (first[i] as number) + rest1 * slope;
    const square = beta2 * (second[i] as number) + rest2 * slope * slope;
    first[i] = mean;
    second[i] = square;
    values[i] = kept * (values[i] as number) - (rate * mean) / (Math.sqrt(square) + shift);
  }
}
