import type { Structure } from "@ftcp/crystal";
import type { CoordinationOptions } from "./coordination/coordinationOptions.ts";
import { fingerprintSites } from "./fingerprintSites.ts";

/** What of the sites' numbers makes up the structure's. */
export type SiteStatistic = "mean" | "deviation" | "minimum" | "maximum";

/** Options of {@link fingerprintStructure}. */
export interface FingerprintOptions extends CoordinationOptions {
  /**
   * The statistics over the sites; each number of a site gives one number of the structure for each.
   *
   * @defaultValue `["mean"]`, as CDVAE's coverage and the FTCP paper; `mean`, `deviation` (divided by the number of
   *   sites), `minimum` and `maximum` are those of the Materials Project
   */
  readonly statistics?: readonly SiteStatistic[];
}

/**
 * Describes the local order of a crystal: statistics over the fingerprints of its sites.
 *
 * @param structure - an ordered crystal
 * @param options - statistics, and how coordination is found
 * @returns float64 `[61 · statistics]`, the statistics of the first label first
 * @throws what {@link findCoordinations} throws
 * @throws RangeError when there are no sites
 *
 * @remarks
 * The same as matminer's `SiteStatsFingerprint` of `CrystalNNFingerprint.from_preset("ops")`. It does not depend on the
 * cell that was chosen, nor on which elements are where but by electronegativities and radii.
 *
 * @example
 * ```ts
 * import { dissimilarity, fingerprintStructure } from "@ftcp/fingerprint";
 *
 * dissimilarity(fingerprintStructure(rockSalt), fingerprintStructure(zincBlende)); // 2.1
 * ```
 *
 * @see FTCP paper, section 5 and Figure S4; N. E. R. Zimmermann, A. Jain, RSC Adv. 10, 6063 (2020),
 *   doi:10.1039/C9RA07755C
 */
export function fingerprintStructure(
  structure: Structure,
  options: FingerprintOptions = {},
): Float64Array {
  const { statistics = ["mean"], ...rest } = options;
  if (structure.sites.length === 0) throw new RangeError("an empty cell has no local order");
  const sites = fingerprintSites(structure, rest);
  const width = sites[0]?.length ?? 0;
  const numbers = new Float64Array(width * statistics.length);
  for (let label = 0; label < width; label++) {
    const values = sites.map((site) => site[label] ?? 0);
    for (const [i, statistic] of statistics.entries()) {
      numbers[label * statistics.length + i] = summarize(values, statistic);
    }
  }
  return numbers;
}

function summarize(values: readonly number[], statistic: SiteStatistic): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  switch (statistic) {
    case "mean":
      return mean;
    case "deviation":
      return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    case "minimum":
      return Math.min(...values);
    case "maximum":
      return Math.max(...values);
  }
}
