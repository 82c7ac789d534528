import type { Design } from "@ftcp/sampling";
import type { MostSimilarCrystal } from "../../design/measureDissimilarity.ts";
import type { Opinion } from "./askOpinions.ts";

/** What is told of one design in the summary of a demonstration; the crystal itself lies beside it as a CIF. */
export interface DesignSummary {
  /** Name of the search. */
  readonly run: string;
  /** Reduced formula. */
  readonly formula: string;
  /** Number of sites. */
  readonly sites: number;
  /** Number of the space group, where it was looked for. */
  readonly spaceGroup: number | null;
  /** What our own model predicts of the crystal, each in its unit. */
  readonly predicted: Readonly<Record<string, number>>;
  /** Standard deviation of that over draws of the posterior. */
  readonly uncertainty: Readonly<Record<string, number>> | null;
  /** What it was chosen by, see `askOpinions`; null where designs were not chosen so. */
  readonly opinions: readonly Opinion[] | null;
  /** What the independent model predicts. */
  readonly judged: Readonly<Record<string, number>> | null;
  /** Whether it passes the geometry checks. */
  readonly valid: boolean;
  /** Smallest `distance / sum of covalent radii` of two atoms; null where no pair has radii. */
  readonly covalentRatio: number | null;
  /** Whether its charges balance by common oxidation states, or all its elements are metals. */
  readonly neutral: boolean;
  /** How far repairs moved the atom that went farthest, in Å. */
  readonly moved: number | null;
  /** What repairs multiplied the volume by. */
  readonly volumeFactor: number | null;
  /** Whether it decodes to itself when it is encoded again. */
  readonly decodesToItself: boolean | null;
  /** The training crystal most like it in its local order. */
  readonly mostSimilar: MostSimilarCrystal | null;
  /** Id of the known crystal that it descends from. */
  readonly root: string;
}

/**
 * Summarises one design.
 *
 * @param run - name of its search
 * @param design - the design
 * @param opinions - what it was chosen by
 * @param judged - what the independent model predicts
 * @param mostSimilar - the training crystal most like it
 * @returns plain data
 */
export function summarizeDesign(
  run: string,
  design: Design,
  opinions: readonly Opinion[] | undefined,
  judged: Readonly<Record<string, number>> | undefined,
  mostSimilar: MostSimilarCrystal | undefined,
): DesignSummary {
  const { formula, structure, predicted, checks, neutrality, repair, reencoded, root } = design;
  return {
    ...{ run, formula, sites: structure.sites.length, predicted },
    spaceGroup: repair?.spaceGroup?.number ?? null,
    uncertainty: reencoded?.uncertainty ?? null,
    opinions: opinions ?? null,
    judged: judged ?? null,
    ...{ valid: checks.valid, neutral: neutrality.common },
    covalentRatio: Number.isFinite(checks.covalentRatio) ? checks.covalentRatio : null,
    moved: repair?.displacement.largest ?? null,
    volumeFactor: repair?.volumeFactor ?? null,
    decodesToItself: reencoded?.decodesToItself ?? null,
    mostSimilar: mostSimilar ?? null,
    root: root.id,
  };
}
