import {
  checkNeutrality,
  checkValidity,
  compositionOf,
  createStructureMatcher,
  density,
} from "@ftcp/crystal";
import type { MatchOptions, Structure } from "@ftcp/crystal";
import type { GeneratedCrystals } from "./generatedCrystals.ts";
import { measureCoverage } from "./measureCoverage.ts";
import type { CoverageReport, CrystalFingerprint } from "./measureCoverage.ts";
import { createNoveltyTest } from "./createNoveltyTest.ts";
import { measureUniqueness } from "./measureUniqueness.ts";
import { wassersteinDistance } from "./wassersteinDistance.ts";

/** Options of {@link evaluateGeneratedSet}. */
export interface EvaluateGeneratedSetOptions {
  /** What the generated set is to resemble, such as the test split. */
  readonly reference: readonly Structure[];
  /** What generated crystals must differ from to be new, such as the training set. */
  readonly known: readonly Structure[];
  /** Tolerances by which two crystals are the same; pymatgen's (0.2, 0.3, 5°) by default, as in MatterGen. */
  readonly match?: MatchOptions;
  /** Describes crystals for the coverage, which is not measured without it; undefined for what it cannot describe. */
  readonly fingerprint?: (structure: Structure) => CrystalFingerprint | undefined;
  /**
   * Greatest distances of fingerprints that count as near.
   *
   * @defaultValue those of CDVAE for MP-20, 0.4 and 10
   */
  readonly cutoffs?: {
    /** Of the structures' fingerprints. */
    readonly structure: number;
    /** Of the compositions' fingerprints. */
    readonly composition: number;
  };
  /** Predicts a property, such as the formation energy, of each crystal: its distribution is compared too. */
  readonly predict?: (structures: readonly Structure[]) => Promise<ArrayLike<number>>;
  /** Ends the evaluation by throwing its reason. */
  readonly signal?: AbortSignal;
  /** Told the share of 1 that is done. */
  readonly onProgress?: (share: number) => void;
}

/** What {@link evaluateGeneratedSet} measured; shares are of all that was generated. */
export interface GeneratedSetReport {
  /** How many there are, crystals or not. */
  readonly generated: number;
  /** Share that is a crystal at all. */
  readonly constructed: number;
  /** See {@link measureStructuralValidity}. */
  readonly structuralValidity: number;
  /** See {@link measureCompositionalValidity}. */
  readonly compositionalValidity: number;
  /** Share that is valid in both ways. */
  readonly validity: number;
  /** Different reduced formulas by the number of all, see {@link measureUniqueness}. */
  readonly uniqueFormulas: number;
  /** Different structures by the number of all. */
  readonly uniqueStructures: number;
  /** Share with a formula that no known crystal has, see {@link measureNovelty}. */
  readonly novelFormulas: number;
  /** Share that matches no known crystal. */
  readonly novelStructures: number;
  /** Coverage of the reference, see {@link measureCoverage}; of all that are crystals and can be described. */
  readonly coverage: CoverageReport | undefined;
  /** Wasserstein-1 distances of distributions over valid crystals to those over the reference; NaN if none is valid. */
  readonly distances: {
    /** Of the density in g/cm³. */
    readonly density: number;
    /** Of the number of different elements. */
    readonly elements: number;
    /** Of the predicted property, in its unit. */
    readonly property: number | undefined;
  };
}

/**
 * Measures a generated set by all metrics of CDVAE and the uniqueness and novelty of MatterGen.
 *
 * @param generated - the set; undefined where an attempt gave no crystal
 * @param options - what to compare it with
 * @returns the metrics
 * @throws RangeError when the reference is empty
 *
 * @remarks
 * CDVAE computes coverage and distances for 1,000 crystals of 10,000, the distances for 1,000 valid ones:
 * pass such sets for comparable numbers. Stability (the S of MatterGen's S.U.N.) needs a relaxation with a
 * potential or DFT and is not measured.
 *
 * @example
 * ```ts
 * import { evaluateGeneratedSet } from "@ftcp/sampling";
 *
 * const report = await evaluateGeneratedSet(designs, { reference: test, known: train });
 * console.log(report.validity, report.novelStructures);
 * ```
 *
 * @see T. Xie et al., ICLR 2022, section 5.2, doi:10.48550/arXiv.2110.06197; C. Zeni et al., Nature 639, 624
 *   (2025), doi:10.1038/s41586-025-08628-5
 */
export async function evaluateGeneratedSet(
  generated: GeneratedCrystals,
  options: EvaluateGeneratedSetOptions,
): Promise<GeneratedSetReport> {
  const { reference, known, fingerprint, predict, signal, onProgress } = options;
  const { cutoffs = { structure: 0.4, composition: 10 } } = options;
  if (reference.length === 0) throw new RangeError("a reference needs at least one crystal");
  const count = generated.length;
  const shareOf = (flags: readonly boolean[]): number => flags.filter(Boolean).length / count;
  // In turns of the event loop, so that a signal can end it.
  const total = count + (fingerprint === undefined ? 0 : reference.length);
  let done = 0;
  const forEach = async <T, U>(items: readonly T[], map: (item: T) => U): Promise<U[]> => {
    const results: U[] = [];
    for (const item of items) {
      if (done % 32 === 0) {
        await new Promise<void>((resolve) => {
          setTimeout(resolve, 0);
        });
        signal?.throwIfAborted();
        onProgress?.(done / total);
      }
      results.push(map(item));
      done++;
    }
    return results;
  };
  const matcher = createStructureMatcher(options.match);
  const hasNewFormula = createNoveltyTest(known, "formula", matcher);
  const hasNewStructure = createNoveltyTest(known, "structure", matcher);
  const checks = await forEach(generated, (structure) => {
    if (structure === undefined) return undefined;
    const composition = compositionOf(structure);
    return {
      isStructural: checkValidity(structure).valid,
      isCompositional: checkNeutrality(composition, { oxidationStates: "smact14" }).valid,
      isNewFormula: hasNewFormula(structure),
      isNewStructure: hasNewStructure(structure),
      fingerprint: fingerprint?.(structure),
    };
  });
  const references = fingerprint === undefined ? undefined : await forEach(reference, fingerprint);
  const isValid = checks.map((check) => check?.isStructural === true && check.isCompositional);
  const valid = generated.flatMap((structure, i) =>
    structure !== undefined && isValid[i] === true ? [structure] : [],
  );
  const compare = (measure: (structure: Structure) => number): number =>
    valid.length === 0
      ? Number.NaN
      : wassersteinDistance(valid.map(measure), reference.map(measure));
  return {
    generated: count,
    constructed: shareOf(checks.map((check) => check !== undefined)),
    structuralValidity: shareOf(checks.map((check) => check?.isStructural === true)),
    compositionalValidity: shareOf(checks.map((check) => check?.isCompositional === true)),
    validity: shareOf(isValid),
    uniqueFormulas: measureUniqueness(generated, "formula"),
    uniqueStructures: measureUniqueness(generated, "structure", matcher),
    novelFormulas: shareOf(checks.map((check) => check?.isNewFormula === true)),
    novelStructures: shareOf(checks.map((check) => check?.isNewStructure === true)),
    coverage:
      references &&
      measureCoverage(
        checks.map((check) => check?.fingerprint),
        references.filter((described) => described !== undefined),
        cutoffs,
      ),
    distances: {
      density: compare(density),
      elements: compare((structure) => Object.keys(compositionOf(structure)).length),
      property:
        predict &&
        (valid.length === 0
          ? Number.NaN
          : wassersteinDistance(await predict(valid), await predict(reference))),
    },
  };
}
