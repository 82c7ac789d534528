import type { NumbersByName } from "../engine/trainingEngine.ts";

/**
 * Scales gradients down, in place, so that their global norm does not exceed a limit.
 *
 * @param gradients - all gradients of a step
 * @param limit - the highest norm; `Infinity` for none
 * @returns the norm before
 *
 * @see Pascanu, Mikolov, Bengio, arXiv:1211.5063
 */
export function clipGradients(gradients: NumbersByName, limit: number): number {
  let sum = 0;
  for (const values of gradients.values()) {
    for (const value of values) sum += value * value;
  }
  const norm = Math.sqrt(sum);
  if (norm > limit) {
    const scale = limit / norm;
    for (const values of gradients.values()) {
      for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) * scale;
    }
  }
  return norm;
}
