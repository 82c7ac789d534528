import type { LossTerms } from "./trainingEvent.ts";

const terms = ["total", "reconstruction", "divergence", "regression"] as const;

/**
 * Mean of losses over crystals, batch by batch.
 */
export class LossAverage {
  readonly #sums: { -readonly [Key in keyof LossTerms]: number };
  #crystals: number;

  /**
   * @param state - of an average that was interrupted
   */
  constructor(state?: LossAverage["state"]) {
    const { crystals = 0, ...sums } = state ?? {};
    this.#sums = { total: 0, reconstruction: 0, divergence: 0, regression: 0, ...sums };
    this.#crystals = crystals;
  }

  /**
   * @param loss - mean loss of a batch
   * @param crystals - how many it is of
   */
  add(loss: LossTerms, crystals: number): void {
    for (const term of terms) this.#sums[term] += loss[term] * crystals;
    this.#crystals += crystals;
  }

  /** The mean so far; NaN before the first batch. */
  get mean(): LossTerms {
    const mean = { ...this.#sums };
    for (const term of terms) mean[term] /= this.#crystals;
    return mean;
  }

  /** The sums as plain JSON, for a checkpoint. */
  get state(): LossTerms & { readonly crystals: number } {
    return { ...this.#sums, crystals: this.#crystals };
  }
}
