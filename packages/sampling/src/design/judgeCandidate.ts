import { checkValidity, compositionOf, CrystalError, reducedFormula } from "@ftcp/crystal";
import type { Result, Structure, ValidityReport } from "@ftcp/crystal";
import { targetDistance } from "../targets/targetDistance.ts";
import type { Design, RejectedCandidate, RejectionReason } from "./designEvent.ts";
import type { DesignPlan } from "./planDesign.ts";
import { satisfiesComposition } from "./satisfiesComposition.ts";

/** What the checks say of one candidate. */
export type Verdict =
  | {
      readonly accepted: true;
      readonly found: Pick<Design, "structure" | "formula" | "checks" | "targetDistance">;
    }
  | {
      readonly accepted: false;
      readonly rejection: Omit<RejectedCandidate, "sample" | "predicted">;
    };

/** Makes the checks in the order of {@link RejectionReason} and stops at the first that fails. */
export function judgeCandidate(
  decoded: Result<Structure>,
  predicted: Readonly<Record<string, number>>,
  plan: DesignPlan,
  designed: ReadonlySet<string>,
): Verdict {
  if (!decoded.ok) {
    return { accepted: false, rejection: { reason: "decodeFailed", error: decoded.error } };
  }
  const structure = decoded.value;
  if (structure.sites.length === 0) {
    return { accepted: false, rejection: { reason: "decodeFailed", structure } };
  }
  let measured: Measurements;
  try {
    measured = measure(structure, plan);
  } catch (error) {
    // One crystal that cannot be measured must not end the run; its error is counted and reported.
    if (!(error instanceof CrystalError)) throw error;
    return { accepted: false, rejection: { reason: "invalidStructure", error, structure } };
  }
  const { elements, formula, checks } = measured;
  const reject = (reason: RejectionReason): Verdict => ({
    accepted: false,
    rejection: { reason, structure, formula, checks },
  });

  if (checks.failures.includes("distance")) return reject("invalidDistance");
  if (checks.failures.includes("volume")) return reject("invalidVolume");
  if (!checks.valid) return reject("invalidStructure");
  if (!contains(plan.elementCount, elements.length)) return reject("wrongElementCount");
  if (!contains(plan.siteCount, structure.sites.length)) return reject("wrongSiteCount");
  if (!satisfiesComposition(elements, plan.composition)) return reject("wrongComposition");
  if (plan.knownFormulas.has(formula)) return reject("knownFormula");
  if (designed.has(formula)) return reject("duplicateFormula");
  const distances = plan.targets.map((target) => targetDistance(target, predicted));
  if (!distances.every(Number.isFinite)) return reject("invalidPrediction");
  if (distances.some((distance, i) => distance > (plan.tolerances[i] ?? Infinity))) {
    return reject("outOfTolerance");
  }
  const distance = targetDistance(plan.targets, predicted, plan.spreads);
  return { accepted: true, found: { structure, formula, checks, targetDistance: distance } };
}

function contains({ min, max }: DesignPlan["siteCount"], count: number): boolean {
  return count >= min && count <= max;
}

interface Measurements {
  readonly elements: readonly string[];
  readonly formula: string;
  readonly checks: ValidityReport;
}

function measure(structure: Structure, plan: DesignPlan): Measurements {
  const composition = compositionOf(structure);
  return {
    elements: Object.keys(composition),
    formula: reducedFormula(composition),
    checks: checkValidity(structure, plan.validity),
  };
}
