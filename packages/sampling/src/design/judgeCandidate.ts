import { checkNeutrality, checkValidity, compositionOf, CrystalError } from "@ftcp/crystal";
import type { Result, Structure } from "@ftcp/crystal";
import { targetDistance } from "../targets/targetDistance.ts";
import type { Design, RejectedCandidate, RejectionReason } from "./designEvent.ts";
import type { DesignPlan } from "./planDesign.ts";
import { reducedFormulaOf } from "./reducedFormulaOf.ts";
import { satisfiesComposition } from "./satisfiesComposition.ts";

/** A crystal whose composition passed; repairs of the crystal do not change it. */
export type WantedCrystal = Pick<Design, "structure" | "formula" | "neutrality">;

/** A crystal that passed the checks that need no prediction. */
export type SoundCrystal = WantedCrystal & Pick<Design, "checks">;

/** What a check says of a candidate. */
export type Verdict<T> =
  | { readonly accepted: true; readonly found: T }
  | {
      readonly accepted: false;
      readonly rejection: Omit<RejectedCandidate, "sample" | "predicted">;
    };

/**
 * Makes the checks of the composition in the order of {@link RejectionReason}, and stops at the first that fails.
 *
 * @param decoded - what the latent decodes to
 * @param plan - what is asked for
 * @param isDesigned - whether an earlier design has a formula
 */
export function judgeComposition(
  decoded: Result<Structure>,
  plan: DesignPlan,
  isDesigned: (formula: string) => boolean,
): Verdict<WantedCrystal> {
  if (!decoded.ok) {
    return { accepted: false, rejection: { reason: "decodeFailed", error: decoded.error } };
  }
  const structure = decoded.value;
  if (structure.sites.length === 0) {
    return { accepted: false, rejection: { reason: "decodeFailed", structure } };
  }
  return measuring(structure, (): Verdict<WantedCrystal> => {
    const composition = compositionOf(structure);
    const formula = reducedFormulaOf(structure);
    const elements = Object.keys(composition);
    const reject = (reason: RejectionReason): Verdict<never> => ({
      accepted: false,
      rejection: { reason, structure, formula },
    });
    if (!contains(plan.elementCount, elements.length)) return reject("wrongElementCount");
    if (!contains(plan.siteCount, structure.sites.length)) return reject("wrongSiteCount");
    if (!satisfiesComposition(elements, plan.composition)) return reject("wrongComposition");
    const common = checkNeutrality(composition).valid;
    const all = common || checkNeutrality(composition, { oxidationStates: "all" }).valid;
    if (
      (plan.neutrality === "common" && !common) ||
      (plan.neutrality === "all" && !all) // the weaker demand
    ) {
      return reject("notNeutral");
    }
    if (plan.novelty === "formula" && plan.knownFormulas.has(formula)) {
      return reject("knownFormula");
    }
    if (plan.novelty === "formula" && isDesigned(formula)) return reject("duplicateFormula");
    return { accepted: true, found: { structure, formula, neutrality: { common, all } } };
  });
}

/**
 * Makes the checks of the geometry.
 *
 * @param wanted - what {@link judgeComposition} says
 * @param structure - the crystal after the repairs
 * @param spaceGroup - number of its space group, where one is known
 * @param plan - what is asked for
 */
export function judgeGeometry(
  wanted: WantedCrystal,
  structure: Structure,
  spaceGroup: number | undefined,
  plan: DesignPlan,
): Verdict<SoundCrystal> {
  return measuring(structure, (): Verdict<SoundCrystal> => {
    const { formula } = wanted;
    if (plan.symmetry === "aboveP1" && (spaceGroup ?? 1) === 1) {
      return { accepted: false, rejection: { reason: "notSymmetric", structure, formula } };
    }
    const checks = checkValidity(structure, plan.validity);
    const reject = (reason: RejectionReason): Verdict<never> => ({
      accepted: false,
      rejection: { reason, structure, formula, checks },
    });
    if (checks.failures.includes("distance")) return reject("invalidDistance");
    if (checks.failures.includes("volume")) return reject("invalidVolume");
    if (checks.failures.includes("covalentRadii")) return reject("tightAtoms");
    if (checks.failures.includes("volumePerAtom")) return reject("invalidDensity");
    if (!checks.valid) return reject("invalidStructure");
    return { accepted: true, found: { ...wanted, structure, checks } };
  });
}

/** One crystal that cannot be measured must not end the run; its error is counted and reported. */
function measuring<T>(structure: Structure, judge: () => Verdict<T>): Verdict<T> {
  try {
    return judge();
  } catch (error) {
    if (!(error instanceof CrystalError)) throw error;
    return { accepted: false, rejection: { reason: "invalidStructure", error, structure } };
  }
}

/** Judges the predictions for a crystal; the last checks of {@link RejectionReason}. */
export function judgePredictions(
  crystal: SoundCrystal,
  predicted: Readonly<Record<string, number>>,
  plan: DesignPlan,
): Verdict<Pick<Design, "targetDistance">> {
  const { structure, formula, checks } = crystal;
  const reject = (reason: RejectionReason): Verdict<never> => ({
    accepted: false,
    rejection: { reason, structure, formula, checks },
  });
  const distances = plan.targets.map((target) => targetDistance(target, predicted));
  if (!distances.every(Number.isFinite)) return reject("invalidPrediction");
  if (distances.some((distance, i) => distance > (plan.tolerances[i] ?? Infinity))) {
    return reject("outOfTolerance");
  }
  return {
    accepted: true,
    found: { targetDistance: targetDistance(plan.targets, predicted, plan.spreads) },
  };
}

function contains({ min, max }: DesignPlan["siteCount"], count: number): boolean {
  return count >= min && count <= max;
}
