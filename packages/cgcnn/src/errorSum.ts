import type { PropertyScale } from "./cgcnn.ts";
import type { PropertyErrors } from "./cgcnnTrainingEvent.ts";

/**
 * Sums the absolute errors that {@link createCgcnnLoss} gives batch by batch.
 */
export class ErrorSum {
  readonly #scales: readonly PropertyScale[];
  readonly #sums: { absolute: number; known: number }[];

  /**
   * @param scales - scale of every property
   */
  constructor(scales: readonly PropertyScale[]) {
    this.#scales = scales;
    this.#sums = scales.map(() => ({ absolute: 0, known: 0 }));
  }

  /**
   * @param terms - scalars of one batch
   */
  add(terms: Readonly<Record<string, number>>): void {
    this.#sums.forEach((sum, k) => {
      sum.absolute += terms[`absolute${k}`] ?? NaN;
      sum.known += terms[`known${k}`] ?? NaN;
    });
  }

  /** Mean absolute errors in physical units. */
  get errors(): PropertyErrors {
    const errors = this.#scales.map(({ property, deviation }, k): [string, number] => {
      const { absolute, known } = this.#sums[k] as { absolute: number; known: number };
      return [property, (deviation * absolute) / known];
    });
    return Object.fromEntries(errors);
  }
}
