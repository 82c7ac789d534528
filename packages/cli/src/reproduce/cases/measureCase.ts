import { compositionOf } from "@ftcp/crystal";
import type { Design, DesignFunnel, PropertyTarget } from "@ftcp/sampling";
import type { CaseCriterion } from "./caseProtocol.ts";
import { isHit } from "./isHit.ts";

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
  /** What an independent model predicts for each design; absent without one. */
  readonly judged?: readonly Readonly<Record<string, number>>[];
  /** Known properties of random crystals of the test split; absent without data. */
  readonly test?: readonly Readonly<Record<string, number>>[];
}

/** Hit rates of one search; shares as fractions of 1. */
export interface CaseMeasurement {
  /** Name of the run. */
  readonly name: string;
  /** The targets as typed. */
  readonly targets: readonly string[];
  /** Candidates that were sampled. */
  readonly sampled: number;
  /** Designs found. */
  readonly designs: number;
  /** Designs with different formulas. */
  readonly formulas: number;
  /** Share of the designs that our own model puts on the targets. */
  readonly own: number | undefined;
  /** Share that the independent model puts there, of those that also pass the geometry checks. */
  readonly judge: number | undefined;
  /** Share of the random test crystals whose known properties lie there. */
  readonly base: number | undefined;
  /** Number of these test crystals. */
  readonly baseCount: number;
}

/** What the designs of a whole demonstration amount to. */
export interface CaseTotals {
  /** All designs. */
  readonly designs: number;
  /** Different formulas. */
  readonly formulas: number;
  /** Different elements. */
  readonly elements: number;
  /** Different structure types: formulas without names of elements, with their space groups. */
  readonly structureTypes: number;
  /** Share that passes the geometry checks. */
  readonly valid: number;
  /** Share that is charge neutral by common oxidation states. */
  readonly neutral: number;
  /** Share with a space group above P1; undefined where symmetry was not looked for. */
  readonly aboveP1: number | undefined;
}

/**
 * Measures one search: hit rates by our own model, by an independent one, and by chance.
 *
 * @param run - the search
 * @param criteria - what counts as a hit
 * @returns the rates; a hit by the judge counts only with valid geometry, of which that judge sees little
 */
export function measureCase(run: CaseRun, criteria: readonly CaseCriterion[]): CaseMeasurement {
  const { name, targets, targetSpecs, funnel, designs, judged, test = [] } = run;
  const hits = (properties: Readonly<Record<string, number>>): boolean | undefined =>
    isHit(targetSpecs, criteria, properties);
  const known = test.map(hits).filter((hit) => hit !== undefined);
  return {
    ...{ name, targets, sampled: funnel.sampled, designs: designs.length },
    formulas: new Set(designs.map(({ formula }) => formula)).size,
    own: share(designs.map(({ predicted }) => hits(predicted) === true)),
    judge:
      judged === undefined
        ? undefined
        : share(designs.map(({ checks }, i) => checks.valid && hits(judged[i] ?? {}) === true)),
    base: share(known),
    baseCount: known.length,
  };
}

/**
 * Sums up the designs of all searches of a demonstration.
 *
 * @param designs - all designs
 * @returns counts and shares
 */
export function measureTotals(designs: readonly Design[]): CaseTotals {
  const groups = designs.flatMap(({ repair }) => repair?.spaceGroup?.number ?? []);
  return {
    designs: designs.length,
    formulas: new Set(designs.map(({ formula }) => formula)).size,
    elements: new Set(designs.flatMap(({ structure }) => Object.keys(compositionOf(structure))))
      .size,
    structureTypes: new Set(designs.map(typeOf)).size,
    valid: share(designs.map(({ checks }) => checks.valid)) ?? 0,
    neutral: share(designs.map(({ neutrality }) => neutrality.common)) ?? 0,
    aboveP1: groups.length < designs.length ? undefined : share(groups.map((number) => number > 1)),
  };
}

/** `1:1:3 221`: amounts in order of size, and the space group where it is known. */
function typeOf({ formula, repair }: Design): string {
  const amounts = [...formula.matchAll(/[A-Z][a-z]?(\d*)/gu)].map(([, count]) =>
    count === "" ? 1 : Number(count),
  );
  return `${amounts.sort((a, b) => a - b).join(":")} ${repair?.spaceGroup?.number ?? "?"}`;
}

function share(values: readonly boolean[]): number | undefined {
  if (values.length === 0) return undefined;
  return values.filter(Boolean).length / values.length;
}
