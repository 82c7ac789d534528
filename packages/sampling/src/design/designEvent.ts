import type { Structure, ValidityReport } from "@ftcp/crystal";
import type { LatentSample } from "../samplers/latentSample.ts";
import type { Seed } from "../targets/selectSeeds.ts";

/** The known crystal that a design descends from. */
export interface DesignRoot {
  /** Its id in the index. */
  readonly id: string;
  /** Its reduced formula. */
  readonly formula: string;
  /** Its known property values by name, each in its unit. */
  readonly properties: Readonly<Record<string, number>>;
}

/** A new crystal that passed every check. */
export interface Design {
  /** The crystal as decoded: not relaxed, not symmetrised. */
  readonly structure: Structure;
  /** Its reduced formula: in neither the index, the known formulas nor an earlier design. */
  readonly formula: string;
  /** What the model predicts for it, by property name, each in its unit. */
  readonly predicted: Readonly<Record<string, number>>;
  /**
   * Distance of the predictions from the targets: in the property's unit for one target, in
   * standard deviations of the index for several.
   */
  readonly targetDistance: number;
  /**
   * The known crystal it descends from: the perturbed one for `lp`, the nearer of the two for
   * `slerp`, and for `random`, which has no roots, the nearest of the whole index.
   */
  readonly root: DesignRoot;
  /** Euclidean distance in latent space to `root`. */
  readonly latentDistance: number;
  /** The sampler that made its latent. */
  readonly sampler: LatentSample["sampler"];
  /** All roots of its latent, see {@link LatentSample.roots}. */
  readonly roots: readonly string[];
  /** How far the sampler went, see {@link LatentSample.step}. */
  readonly step: number;
  /** Its latent: float32 `[size]`. */
  readonly latent: Float32Array;
  /** What the geometry checks measured. */
  readonly checks: ValidityReport;
}

/**
 * Why a candidate was not kept, in the order in which the checks are made:
 *
 * - `decodeFailed`: its latent decodes to no crystal, or to an empty one
 * - `invalidDistance`: two atoms are too close
 * - `invalidVolume`: the cell is too small
 * - `invalidStructure`: another check of `checkValidity` failed, or could not be made
 * - `wrongElementCount`: too few or too many elements
 * - `wrongSiteCount`: too few or too many sites
 * - `wrongComposition`: an element too many, or one that is missing
 * - `knownFormula`: its reduced formula is in the index or among the known formulas
 * - `duplicateFormula`: its reduced formula is that of an earlier design
 * - `invalidPrediction`: the model predicts no finite value of a targeted property
 * - `outOfTolerance`: a predicted property is too far from its target
 */
export type RejectionReason =
  | "decodeFailed"
  | "invalidDistance"
  | "invalidVolume"
  | "invalidStructure"
  | "wrongElementCount"
  | "wrongSiteCount"
  | "wrongComposition"
  | "knownFormula"
  | "duplicateFormula"
  | "invalidPrediction"
  | "outOfTolerance";

/** How many candidates came how far: `sampled = accepted + Σ rejected`. */
export interface DesignFunnel {
  /**
   * Candidates sampled and judged. What is left of the last batch once enough designs are found is
   * not judged and not counted.
   */
  readonly sampled: number;
  /** Candidates rejected, by the first check that they failed. */
  readonly rejected: Readonly<Record<RejectionReason, number>>;
  /** The rejections that came with an error, by the code (or else the name) of that error. */
  readonly errors: Readonly<Record<string, number>>;
  /** Designs: candidates that passed every check. */
  readonly accepted: number;
}

/** A candidate that was not kept. */
export interface RejectedCandidate {
  /** The first check that it failed. */
  readonly reason: RejectionReason;
  /** Its latent and where it came from. */
  readonly sample: LatentSample;
  /** Why it could not be decoded or measured. */
  readonly error?: Error;
  /** The crystal, where it could be decoded; it may have no sites. */
  readonly structure?: Structure;
  /** Its reduced formula, where it could be measured. */
  readonly formula?: string;
  /** What the geometry checks found, where it could be measured. */
  readonly checks?: ValidityReport;
  /** What the model predicts for its latent, by property name, each in its unit. */
  readonly predicted: Readonly<Record<string, number>>;
}

/** How far a design run has come. */
export interface DesignProgress {
  /** Designs found so far. */
  readonly accepted: number;
  /** Designs wanted. */
  readonly wanted: number;
  /** Samples that may still be drawn. */
  readonly samplesLeft: number;
  /** How many candidates came how far. */
  readonly funnel: DesignFunnel;
}

/** How a design run ended. */
export interface DesignSummary {
  /** Designs found. */
  readonly accepted: number;
  /** Designs wanted. */
  readonly wanted: number;
  /** `count`: all wanted designs were found; `maximumSamples`: the samples were used up before. */
  readonly ended: "count" | "maximumSamples";
  /** How many candidates came how far. */
  readonly funnel: DesignFunnel;
  /** The known crystals that the run started from, nearest to the targets first; none for `random`. */
  readonly seeds: readonly Seed[];
}

/** What {@link designCrystals} reports, as it happens; the summary is always the last event. */
export type DesignEvent =
  | {
      /** A new crystal that passed every check. */
      readonly kind: "design";
      /** The crystal and its provenance. */
      readonly design: Design;
    }
  | {
      /** A candidate that was not kept; only with `includeRejected`. */
      readonly kind: "rejected";
      /** The candidate and the check it failed. */
      readonly candidate: RejectedCandidate;
    }
  | {
      /** A batch is finished. */
      readonly kind: "progress";
      /** How far the run has come. */
      readonly progress: DesignProgress;
    }
  | {
      /** The run is finished. */
      readonly kind: "summary";
      /** How it ended. */
      readonly summary: DesignSummary;
    };
