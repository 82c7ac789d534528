import type { LearningRateSchedule } from "./learningRateSchedule.ts";

/** What a {@link LearningRate} remembers, as plain JSON. */
export interface LearningRateState {
  /** The highest rate that is still allowed; `null` before the first cut. */
  readonly ceiling: number | null;
  /** Lowest loss of an epoch so far; `null` before the first. */
  readonly best: number | null;
  /** Epochs since then. */
  readonly waited: number;
}

/**
 * The learning rate of a training: a schedule of steps, and what the plateau rule has cut.
 */
export class LearningRate {
  readonly #schedule: LearningRateSchedule;
  readonly #peak: number;
  readonly #stepsPerEpoch: number;
  readonly #totalSteps: number;
  #ceiling: number | null = null;
  #best: number | null = null;
  #waited = 0;

  /**
   * @param schedule - how the rate goes
   * @param peak - the highest rate
   * @param stepsPerEpoch - steps of an epoch
   * @param epochs - epochs of the training
   */
  constructor(schedule: LearningRateSchedule, peak: number, stepsPerEpoch: number, epochs: number) {
    this.#schedule = schedule;
    this.#peak = peak;
    this.#stepsPerEpoch = stepsPerEpoch;
    this.#totalSteps = stepsPerEpoch * epochs;
  }

  /**
   * Gives the rate of a step.
   *
   * @param step - steps taken so far, from 0
   * @returns the rate of the next step
   */
  at(step: number): number {
    return Math.min(this.#ceiling ?? Infinity, this.#scheduled(step));
  }

  #scheduled(step: number): number {
    const schedule = this.#schedule;
    const epoch = Math.floor(step / this.#stepsPerEpoch);
    switch (schedule.kind) {
      case "constant":
      case "plateau":
        return this.#peak;
      case "step":
        return this.#peak * (schedule.factor ?? 0.5) ** Math.floor(epoch / schedule.every);
      case "reference":
        return this.#peak * (epoch < 50 ? 1 : epoch < 100 ? 0.2 : 0.1);
      case "cosine": {
        const { warmUpSteps = 200, finalFraction = 0.02 } = schedule;
        const total = Math.max(1, this.#totalSteps);
        const warmUp = Math.min(1, (step + 1) / Math.min(warmUpSteps, Math.max(1, total / 5)));
        const cosine = 0.5 * (1 + Math.cos(Math.PI * Math.min(1, step / total)));
        return this.#peak * warmUp * (finalFraction + (1 - finalFraction) * cosine);
      }
    }
  }

  /**
   * Tells the plateau rule how an epoch went.
   *
   * @param loss - mean training loss of the epoch
   * @param step - steps taken so far
   */
  endEpoch(loss: number, step: number): void {
    const schedule = this.#schedule;
    if (schedule.kind !== "plateau" && schedule.kind !== "reference") return;
    const { factor = 0.3, patience = 4, minimum = 1e-6 } = schedule;
    if (this.#best === null || loss < this.#best) {
      this.#best = loss;
      this.#waited = 0;
      return;
    }
    this.#waited += 1;
    if (this.#waited < patience) return;
    // From the rate in force, so that a later step of the schedule cannot raise it again.
    this.#ceiling = Math.max(minimum, this.at(step - 1) * factor);
    this.#waited = 0;
  }

  /** What is remembered, for a checkpoint. */
  get state(): LearningRateState {
    return { ceiling: this.#ceiling, best: this.#best, waited: this.#waited };
  }

  /** Takes over what was remembered. */
  restore({ ceiling, best, waited }: LearningRateState): void {
    this.#ceiling = ceiling;
    this.#best = best;
    this.#waited = waited;
  }
}
