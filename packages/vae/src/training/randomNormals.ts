import type { RandomSource } from "@ftcp/random";

/**
 * @param random - source of the numbers
 * @param count - how many
 * @returns standard normal numbers
 */
export function randomNormals(random: RandomSource, count: number): Float32Array {
  return Float32Array.from({ length: count }, () => random.normal());
}
