import { compositionOf, type Structure } from "@ftcp/crystal";
import {
  fingerprintComposition,
  FingerprintError,
  fingerprintStructure,
  standardizeFingerprints,
} from "@ftcp/fingerprint";
import { evaluateGeneratedSet, type GeneratedSetReport } from "@ftcp/sampling";

/** What designs are compared with. */
export interface DesignSetReferences {
  /** Crystals of the test split with as many elements; at least one. */
  readonly test: readonly Structure[];
  /** Crystals of the train split. */
  readonly train: readonly Structure[];
  /** What an independent model predicts of one property: for the designs, and for the test crystals. */
  readonly judged?: {
    /** For the designs. */
    readonly designs: readonly number[];
    /** For the test crystals. */
    readonly test: readonly number[];
  };
  /** Ends it by throwing its reason. */
  readonly signal?: AbortSignal;
}

/**
 * Measures the designs of a demonstration as a generated set: validity, uniqueness, novelty, coverage of the test
 * crystals and distances of distributions from theirs, as CDVAE and MatterGen define them.
 *
 * @param designs - all designs
 * @param references - what they are compared with
 * @returns the metrics
 *
 * @remarks
 * Fingerprints are those of CDVAE: means of CrystalNN order parameters, and Magpie's statistics, which are scaled by
 * those of the test crystals here.
 */
export async function measureDesignSet(
  designs: readonly Structure[],
  references: DesignSetReferences,
): Promise<GeneratedSetReport> {
  const { test, train, judged, signal } = references;
  const scale = standardizeFingerprints(test.map(describeComposition));
  const predicted = new Map<Structure, number>([
    ...designs.map((design, i) => [design, judged?.designs[i] ?? Number.NaN] as const),
    ...test.map((crystal, i) => [crystal, judged?.test[i] ?? Number.NaN] as const),
  ]);
  return evaluateGeneratedSet(designs, {
    ...{ reference: test, known: train },
    fingerprint: (structure) => {
      try {
        const composition = scale(describeComposition(structure));
        return { structure: fingerprintStructure(structure), composition };
      } catch (error) {
        if (!(error instanceof FingerprintError)) throw error;
        return undefined; // atoms at one place
      }
    },
    ...(judged === undefined
      ? {}
      : {
          predict: (structures) =>
            Promise.resolve(structures.map((one) => predicted.get(one) ?? Number.NaN)),
        }),
    ...(signal === undefined ? {} : { signal }),
  });
}

/** Properties that an element lacks count as nothing, so that distances stay finite. */
function describeComposition(structure: Structure): Float64Array {
  return fingerprintComposition(compositionOf(structure)).map((value) =>
    Number.isNaN(value) ? 0 : value,
  );
}
