import { writeCif } from "@ftcp/cif";
import {
  checkValidity,
  compositionOf,
  reducedFormula,
  type Result,
  type Structure,
  type ValidityOptions,
} from "@ftcp/crystal";
import { targetDistance, type PropertyTarget } from "@ftcp/sampling";
import { describeFailure } from "../task/describeFailure.ts";
import type { ShardItem } from "../task/shardTask.ts";

/** A latent and what the model says of it. */
export interface Candidate {
  /** Number of the sample in the job. */
  readonly row: number;
  /** Its name. */
  readonly id: string;
  /** What it descends from, as columns. */
  readonly provenance: Readonly<Record<string, string | number>>;
  /** The crystal. */
  readonly decoded: Result<Structure>;
  /** Predicted properties by name, each in its unit. */
  readonly predicted: Readonly<Record<string, number>>;
}

/** What candidates are held against. */
export interface ScreenCriteria {
  /** Limits of the geometry checks. */
  readonly validity?: ValidityOptions | undefined;
  /** What is wanted; none for whatever is valid. */
  readonly targets: readonly PropertyTarget[];
  /** Largest distance from each target, in the property's unit. */
  readonly tolerance: number;
  /** Known formulas; without them the column `novelty` is left out. */
  readonly known?: ReadonlySet<string> | undefined;
  /** What makes several targets comparable; empty for one. */
  readonly spreads: Readonly<Record<string, number>>;
}

/** Checks a candidate; one that passes becomes a line that every reader of datasets takes. */
export function screenCandidate(candidate: Candidate, criteria: ScreenCriteria): ShardItem {
  const { row, id, decoded, predicted } = candidate;
  if (!decoded.ok) return { kind: "failed", failure: describeFailure(decoded.error, row, id) };
  const structure = decoded.value;
  if (structure.sites.length === 0) return { kind: "rejected", reason: "empty" };
  let checks: ReturnType<typeof checkValidity>;
  let formula: string;
  try {
    checks = checkValidity(structure, criteria.validity);
    formula = reducedFormula(compositionOf(structure));
  } catch (error) {
    return { kind: "failed", failure: describeFailure(error, row, id) };
  }
  const [failure] = checks.failures;
  if (failure !== undefined) return { kind: "rejected", reason: failure };
  const { targets, tolerance, known, spreads } = criteria;
  const distances = targets.map((target) => targetDistance(target, predicted));
  if (!distances.every(Number.isFinite)) return { kind: "rejected", reason: "prediction" };
  if (distances.some((distance) => distance > tolerance)) {
    return { kind: "rejected", reason: "outOfTolerance" };
  }
  const text = JSON.stringify({
    sample: row,
    material_id: id,
    formula,
    ...(known === undefined ? {} : { novelty: known.has(formula) ? "known" : "new" }),
    ...predicted,
    ...(targets.length === 0
      ? {}
      : { target_distance: targetDistance(targets, predicted, spreads) }),
    ...candidate.provenance,
    sites: structure.sites.length,
    shortest_distance: checks.shortestDistance,
    volume_per_atom: checks.volumePerAtom,
    cif: writeCif(structure),
  });
  return { kind: "line", text };
}
