/**
 * Makes unlike numbers of fingerprints comparable: `(x - mean) / deviation` of each, over known crystals.
 *
 * @param known - fingerprints of the known crystals, such as the training set; at least one
 * @returns a function that standardises a fingerprint into a new array
 * @throws RangeError when nothing is known or lengths differ
 *
 * @remarks
 * Numbers that are NaN in a known crystal do not count; what does not vary among the known crystals is only centred.
 * CDVAE's coverage takes means and deviations of its own training set, so that its cutoffs hold for other sets about.
 *
 * @example
 * ```ts
 * import { standardizeFingerprints } from "@ftcp/fingerprint";
 *
 * const standardize = standardizeFingerprints([[0, 5], [2, 5]]);
 * standardize([4, 6]); // [3, 1]
 * ```
 *
 * @see T. Xie et al., ICLR 2022, doi:10.48550/arXiv.2110.06197
 */
export function standardizeFingerprints(
  known: readonly ArrayLike<number>[],
): (fingerprint: ArrayLike<number>) => Float64Array {
  const width = known[0]?.length;
  if (width === undefined) throw new RangeError("there is no known fingerprint");
  const requireWidth = ({ length }: ArrayLike<number>): void => {
    if (length !== width) throw new RangeError(`fingerprints of ${width} and ${length} numbers`);
  };
  known.forEach(requireWidth);
  const moments = Array.from({ length: width }, (_, column) => {
    const values = known
      .map((fingerprint) => fingerprint[column] ?? Number.NaN)
      .filter((value) => !Number.isNaN(value));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    return { mean, deviation: variance > 0 ? Math.sqrt(variance) : 1 };
  });
  return (fingerprint) => {
    requireWidth(fingerprint);
    return Float64Array.from(
      moments,
      ({ mean, deviation }, column) => ((fingerprint[column] ?? Number.NaN) - mean) / deviation,
    );
  };
}
