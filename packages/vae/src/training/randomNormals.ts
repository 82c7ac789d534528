import type { RandomSource } from "@ftcp/random";

/**
 * @param random - source of the numbers
 * @param count - how many
 * @returns standard normal numbers
 */
export function randomNormals(random: RandomSource, count: number): Float32Array {
  const numbers = new Float32Array(count);
  for (let i = 0; i < count; i++) numbers[i] = random.normal();
  return numbers;
}
