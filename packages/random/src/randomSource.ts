/**
 * A seeded stream of random numbers: the only source of chance in the whole project.
 *
 * @example
 * ```ts
 * import { createRandom } from "@ftcp/random";
 *
 * const random = createRandom(42);
 * random.uniform(); // the same number in every run
 * ```
 */
export interface RandomSource {
  /**
   * Draws a float64 uniformly from [0, 1), with 53 random bits.
   *
   * @returns the number
   */
  uniform(): number;
  /**
   * Draws a float64 from the normal distribution with mean 0 and variance 1.
   *
   * @returns the number
   */
  normal(): number;
  /**
   * Draws an integer uniformly from [0, `below`).
   *
   * @param below - exclusive upper bound, a positive safe integer
   * @returns the integer
   * @throws RangeError when `below` is not a positive safe integer
   */
  integer(below: number): number;
  /**
   * Permutes items by Fisher and Yates.
   *
   * @param items - left unchanged
   * @returns a new array with the same items in random order
   */
  shuffle<T>(items: readonly T[]): T[];
  /**
   * Derives an independent stream, so that one part of a program can draw more or fewer numbers
   * without shifting those of another.
   *
   * @param label - names the stream; the same seed and label give the same stream, whatever was
   *   drawn from this source before
   * @returns the stream
   */
  fork(label: string): RandomSource;
}
