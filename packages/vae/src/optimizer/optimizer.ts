import type { NumbersByName } from "../engine/trainingEngine.ts";

/**
 * Changes weights by gradients. Its whole state is open, so that a checkpoint can hold it.
 */
export interface Optimizer {
  /** Steps taken. */
  steps: number;
  /** Arrays of the state, by name; owned by the optimiser. */
  readonly slots: NumbersByName;
  /**
   * Takes one step, in place.
   *
   * @param weights - what is optimised
   * @param gradients - of the same names and lengths
   * @param learningRate - size of the step
   * @param scale - what gradients are multiplied by on the way, see `clipScale`; 1 by default
   */
  step(
    weights: NumbersByName,
    gradients: NumbersByName,
    learningRate: number,
    scale?: number,
  ): void;
}
