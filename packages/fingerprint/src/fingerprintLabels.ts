import { motifs } from "./motifs/motifs.ts";

/** The largest coordination number that a fingerprint tells. */
const largestNumber = 24;

/**
 * What the numbers of a fingerprint are: for each coordination number from 1 to 24 its likelihood, `wt`, and then the
 * likeness to each of its motifs, times the likelihood; named as matminer does, as `octahedral CN_6`.
 */
export const fingerprintLabels: readonly string[] = Array.from(
  { length: largestNumber },
  (_, i) => i + 1,
).flatMap((number) => [
  `wt CN_${number}`,
  ...motifs.filter((motif) => motif.number === number).map(({ name }) => `${name} CN_${number}`),
]);
