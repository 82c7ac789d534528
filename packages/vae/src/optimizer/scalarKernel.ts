import type { OptimizerKernel } from "./optimizerKernel.ts";

/** The smallest number of float32 that has all its digits. */
const leastNormal = 2 ** -126;
const { abs, fround, sqrt } = Math;

/**
 * The loops in JavaScript: they define what all kernels compute, and run where there is no WebAssembly.
 */
export const scalarKernel: OptimizerKernel = {
  rmsprop(values, gradient, square, settings) {
    const { scale, decay, rate, epsilon } = settings;
    stepRmsprop(
      ...([values, gradient, square] as const),
      ...([fround(scale), fround(decay), fround(1 - decay)] as const),
      ...([fround(rate), fround(epsilon)] as const),
    );
  },
  adam(values, gradient, first, second, settings) {
    const { scale, beta1, beta2, rate, shift, kept } = settings;
    stepAdam(
      ...([values, gradient, first, second] as const),
      ...([fround(scale), fround(beta1), fround(1 - beta1)] as const),
      ...([fround(beta2), fround(1 - beta2)] as const),
      ...([fround(rate), fround(shift), fround(kept)] as const),
    );
  },
  sumSquares(values) {
    // Four sums, so that no addition waits for the one before.
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let i = 0; i < values.length; i += 4) {
      const p = values[i] as number;
      const q = values[i + 1] ?? 0;
      const r = values[i + 2] ?? 0;
      const s = values[i + 3] ?? 0;
      a += p * p;
      b += q * q;
      c += r * r;
      d += s * s;
    }
    return a + b + (c + d);
  },
};

// Functions of arrays and numbers alone, and of nothing around them, which V8 compiles best.

function stepRmsprop(
  values: Float32Array,
  gradient: Float32Array,
  square: Float32Array,
  scale: number,
  decay: number,
  rest: number,
  rate: number,
  epsilon: number,
): void {
  for (let i = 0; i < values.length; i++) {
    const slope = fround(scale * (gradient[i] as number));
    const added = fround(fround(rest * slope) * slope);
    const sum = fround(fround(decay * (square[i] as number)) + added);
    const mean = sum < leastNormal ? 0 : sum;
    square[i] = mean;
    const step = fround(fround(rate * slope) / fround(fround(sqrt(mean)) + epsilon));
    values[i] = fround((values[i] as number) - step);
  }
}

function stepAdam(
  values: Float32Array,
  gradient: Float32Array,
  first: Float32Array,
  second: Float32Array,
  scale: number,
  beta1: number,
  rest1: number,
  beta2: number,
  rest2: number,
  rate: number,
  shift: number,
  kept: number,
): void {
  for (let i = 0; i < values.length; i++) {
    const slope = fround(scale * (gradient[i] as number));
    const mean = fround(fround(beta1 * (first[i] as number)) + fround(rest1 * slope));
    const added = fround(fround(rest2 * slope) * slope);
    const square = fround(fround(beta2 * (second[i] as number)) + added);
    const moment = abs(mean) < leastNormal ? 0 : mean;
    const spread = square < leastNormal ? 0 : square;
    first[i] = moment;
    second[i] = spread;
    const step = fround(fround(rate * moment) / fround(fround(sqrt(spread)) + shift));
    values[i] = fround(fround(kept * (values[i] as number)) - step);
  }
}
