import type { Design } from "@ftcp/sampling";
import type { MostSimilarCrystal } from "../../design/measureDissimilarity.ts";
import { shareOf } from "./shareOf.ts";
import { spreadOf } from "./spreadOf.ts";

/** What rates of hits, symmetry and novelty do not say. */
export interface CaseQualifiers {
  /** Median over the designs of the standard deviation of our own predictions over draws of the posterior, by property. */
  readonly uncertainty: Readonly<Record<string, number>>;
  /**
   * Share of the designs with a known space group whose point group has order two at most: they have one two-fold
   * axis, mirror (or glide) or inversion beside translations, or nothing.
   */
  readonly lowSymmetry: number | undefined;
  /** Designs whose least dissimilarity to a training crystal is below 0.05; undefined where it was not measured. */
  readonly alike: number | undefined;
}

/** Space groups up to this number are those of the point groups 1, -1, 2 and m (International Tables A). */
const lastOfOrderTwo = 9;

/** Crystals that are less unlike each other have the same local order for every purpose. */
const threshold = 0.05;

/**
 * Qualifies what is told of the designs of a demonstration.
 *
 * @param designs - all designs
 * @param mostSimilar - for each the training crystal most like it; absent without data
 * @returns counts, shares and medians
 */
export function qualifyCase(
  designs: readonly Design[],
  mostSimilar: readonly (MostSimilarCrystal | undefined)[] | undefined,
): CaseQualifiers {
  const draws = designs.flatMap(({ reencoded }) =>
    reencoded === undefined ? [] : [reencoded.uncertainty],
  );
  const properties = new Set(draws.flatMap((deviations) => Object.keys(deviations)));
  return {
    uncertainty: Object.fromEntries(
      [...properties].map((property) => {
        const deviations = draws.flatMap((each) => each[property] ?? []);
        return [property, spreadOf(deviations)?.median ?? Number.NaN];
      }),
    ),
    lowSymmetry: shareOf(
      designs.flatMap(({ repair }) =>
        repair?.spaceGroup === undefined ? [] : [repair.spaceGroup.number <= lastOfOrderTwo],
      ),
    ),
    alike: mostSimilar?.filter((one) => one !== undefined && one.dissimilarity < threshold).length,
  };
}
