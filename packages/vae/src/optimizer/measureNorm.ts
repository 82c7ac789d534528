import type { NumbersByName } from "../engine/trainingEngine.ts";

/**
 * Measures the global norm of gradients, the root of the sum of all squares.
 *
 * @param gradients - all gradients of a step
 * @returns the norm; NaN or infinite when a gradient is
 *
 * @remarks
 * Gradients are clipped to a highest norm by multiplying all of them by `limit / norm`; the optimiser does it
 * in its own pass over them.
 *
 * @see Pascanu, Mikolov, Bengio, arXiv:1211.5063
 */
export function measureNorm(gradients: NumbersByName): number {
  let sum = 0;
  for (const values of gradients.values()) sum += sumOfSquares(values);
  return Math.sqrt(sum);
}

/** Four sums side by side, so that no addition waits for the one before. */
function sumOfSquares(values: Float32Array): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  const whole = values.length - (values.length % 4);
  for (let i = 0; i < whole; i += 4) {
    const p = values[i] as number;
    const q = values[i + 1] as number;
    const r = values[i + 2] as number;
    const s = values[i + 3] as number;
    a += p * p;
    b += q * q;
    c += r * r;
    d += s * s;
  }
  for (let i = whole; i < values.length; i++) {
    const p = values[i] as number;
    a += p * p;
  }
  return a + b + (c + d);
}
