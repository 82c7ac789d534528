import { wrapUnits } from "./wrapUnits.ts";

/**
 * All sums of translations, reduced to one cell, 0 0 0 first; undefined when there are more than the
 * limit.
 */
export function closeLattice(
  generators: readonly (readonly number[])[],
  limit: number,
): readonly (readonly number[])[] | undefined {
  const found = new Map<string, readonly number[]>([["0,0,0", [0, 0, 0]]]);
  // A Map yields what is added while it is walked.
  for (const [x = 0, y = 0, z = 0] of found.values()) {
    for (const [u = 0, v = 0, w = 0] of generators) {
      const sum = [wrapUnits(x + u), wrapUnits(y + v), wrapUnits(z + w)];
      found.set(sum.join(), sum);
      if (found.size > limit) return undefined;
    }
  }
  return [...found.values()];
}
