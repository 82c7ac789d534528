import type { Design, DesignFunnel, PropertyTarget } from "@ftcp/sampling";
import type { Opinion } from "./askOpinions.ts";
import type { CaseCriterion } from "./caseProtocol.ts";
import { isHit } from "./isHit.ts";
import { shareOf } from "./shareOf.ts";

/** One search of a demonstration, with what judges say of its designs. */
export interface CaseRun {
  /** Name of the run. */
  readonly name: string;
  /** The targets as typed. */
  readonly targets: readonly string[];
  /** The targets as parsed. */
  readonly targetSpecs: readonly PropertyTarget[];
  /** How many candidates came how far. */
  readonly funnel: DesignFunnel;
  /** The designs, in order of rank. */
  readonly designs: readonly Design[];
  /** How many the search found, where the designs were chosen among them. */
  readonly found?: number;
  /** What they were chosen by, for each design. */
  readonly opinions?: readonly (readonly Opinion[])[];
  /** What an independent model predicts for each design; absent without one. */
  readonly judged?: readonly Readonly<Record<string, number>>[];
  /** Known properties of random crystals of the test split; absent without data. */
  readonly test?: readonly Readonly<Record<string, number>>[];
  /** What the independent model predicts for these test crystals; absent without one. */
  readonly testJudged?: readonly Readonly<Record<string, number>>[];
}

/** How often a target is hit; shares as fractions of 1. */
export interface HitRates {
  /** Share of the designs that our own model puts there, of those that also pass the geometry checks. */
  readonly own: number | undefined;
  /** Share that the independent model puts there, with the geometry checks too. */
  readonly judge: number | undefined;
  /** Share of the random test crystals whose known properties lie there. */
  readonly base: number | undefined;
  /** Number of these test crystals. */
  readonly baseCount: number;
  /** Share of those of them that lie there which the independent model puts there too: what perfect designs would get. */
  readonly recall: number | undefined;
}

/** Hit rates of one search: of all criteria at once, and of each alone. */
export interface CaseMeasurement extends HitRates {
  /** Name of the run. */
  readonly name: string;
  /** The targets as typed. */
  readonly targets: readonly string[];
  /** Candidates that were sampled. */
  readonly sampled: number;
  /** Designs. */
  readonly designs: number;
  /** How many the search found, where the designs were chosen among them. */
  readonly found?: number;
  /** Designs with different formulas. */
  readonly formulas: number;
  /** The same rates for each criterion alone, by property. */
  readonly criteria: Readonly<Record<string, HitRates>>;
}

/**
 * Measures one search: hit rates by our own model, by an independent one, and by chance.
 *
 * @param run - the search
 * @param criteria - what counts as a hit
 * @returns the rates; a hit counts only with valid geometry, of which graph networks see little
 */
export function measureCase(run: CaseRun, criteria: readonly CaseCriterion[]): CaseMeasurement {
  const { name, targets, funnel, designs, found } = run;
  return {
    ...{ name, targets, sampled: funnel.sampled, designs: designs.length },
    ...(found === undefined ? {} : { found }),
    formulas: new Set(designs.map(({ formula }) => formula)).size,
    ...measureHits(run, criteria),
    criteria: Object.fromEntries(
      criteria.map((criterion) => [criterion.property, measureHits(run, [criterion])]),
    ),
  };
}

function measureHits(
  { targetSpecs, designs, judged, test = [], testJudged }: CaseRun,
  criteria: readonly CaseCriterion[],
): HitRates {
  const hits = (properties: Readonly<Record<string, number>>): boolean | undefined =>
    isHit(targetSpecs, criteria, properties);
  const known = test.map(hits).filter((hit) => hit !== undefined);
  const found = (testJudged ?? []).filter((_, i) => hits(test[i] ?? {}) === true).map(hits);
  const rateOf = (values: readonly Readonly<Record<string, number>>[]): number | undefined => {
    const verdicts = values.map(hits);
    // A model that does not know the property says nothing of it.
    if (verdicts.every((hit) => hit === undefined)) return undefined;
    return shareOf(designs.map(({ checks }, i) => checks.valid && verdicts[i] === true));
  };
  return {
    own: rateOf(designs.map(({ predicted }) => predicted)),
    judge: judged === undefined ? undefined : rateOf(judged),
    base: shareOf(known),
    baseCount: known.length,
    recall: shareOf(found.filter((hit) => hit !== undefined)),
  };
}
