import type { NumbersByName } from "../engine/trainingEngine.ts";

/** What {@link EarlyStopping} remembers, as plain JSON. */
export interface EarlyStoppingState {
  /** Lowest validation loss so far; `null` before the first. */
  readonly best: number | null;
  /** Epochs done when it was reached. */
  readonly bestEpoch: number;
}

/**
 * Stops a training whose validation loss does not fall any more, and keeps its best weights.
 */
export class EarlyStopping {
  readonly #patience: number;
  readonly #weights: NumbersByName;
  /** The best weights so far, under `best/` and their names. */
  readonly slots: NumbersByName;
  #best: number | null = null;
  #bestEpoch = 0;

  /**
   * @param patience - epochs without a lower loss before the training stops
   * @param weights - the weights, which change while the training goes on
   */
  constructor(patience: number, weights: NumbersByName) {
    this.#patience = patience;
    this.#weights = weights;
    this.slots = new Map([...weights].map(([name, values]) => [`best/${name}`, values.slice()]));
  }

  /**
   * @param loss - validation loss of an epoch
   * @param epoch - epochs done
   * @returns whether the training is to stop
   */
  endEpoch(loss: number, epoch: number): boolean {
    if (loss < (this.#best ?? Infinity)) {
      this.#best = loss;
      this.#bestEpoch = epoch;
      for (const [name, values] of this.#weights) this.slots.get(`best/${name}`)?.set(values);
    }
    return this.stops(epoch);
  }

  /**
   * @param epoch - epochs done
   * @returns whether the patience is used up
   */
  stops(epoch: number): boolean {
    return epoch - this.#bestEpoch >= this.#patience;
  }

  /** Puts the best weights into the place of the last. */
  restoreBest(): void {
    for (const [name, values] of this.#weights) {
      values.set(this.slots.get(`best/${name}`) as Float32Array);
    }
  }

  /** What is remembered, for a checkpoint. */
  get state(): EarlyStoppingState {
    return { best: this.#best, bestEpoch: this.#bestEpoch };
  }

  /** Takes over what was remembered; the best weights are restored into `slots`. */
  restore({ best, bestEpoch }: EarlyStoppingState): void {
    this.#best = best;
    this.#bestEpoch = bestEpoch;
  }
}
