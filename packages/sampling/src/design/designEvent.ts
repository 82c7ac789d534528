import type { Displacement, Structure, ValidityReport } from "@ftcp/crystal";
import type { SpaceGroupName, SymmetryDataset } from "@ftcp/crystal/symmetry";
import type { QualityStep } from "../repair/qualityStep.ts";
import type { RepairRecord } from "../repair/repairRecord.ts";
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
  /** The crystal: as decoded, or repaired where repairs were asked for; never relaxed. */
  readonly structure: Structure;
  /**
   * Its reduced formula: in neither the index, the known formulas nor an earlier design, unless structures are what
   * must be new.
   */
  readonly formula: string;
  /**
   * What the model predicts by property name, each in its unit: for its latent, or for the crystal encoded again
   * where `reencoded` is there.
   */
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
  /** Its latent as sampled: float32 `[size]`. */
  readonly latent: Float32Array;
  /** What the geometry checks measured. */
  readonly checks: ValidityReport;
  /** Whether its charges balance; elements and alloys pass. */
  readonly neutrality: {
    /** By common oxidation states. */
    readonly common: boolean;
    /** By all listed ones. */
    readonly all: boolean;
  };
  /** What is new of it. */
  readonly novelty: {
    /** Whether neither the index nor the known formulas have its formula. */
    readonly formula: boolean;
    /** Known crystals of the same formula whose structures, as the model decodes them, it does not match. */
    readonly structuresCompared: number;
  };
  /** What the repairs did; absent without repairs. */
  readonly repair?: DesignRepair;
  /** What the model says of the crystal encoded again; absent without repairs or a model that can. */
  readonly reencoded?: DesignReencoding;
}

/** What became of a design on its way from the latent. */
export interface DesignRepair {
  /** The crystal that the sampled latent decodes to; absent where it decodes to none. */
  readonly raw?: Structure;
  /** How far the repair moved the latent, Euclidean. */
  readonly latentMoved: number;
  /** What was done to the crystal. */
  readonly records: readonly RepairRecord[];
  /** How far atoms moved within the cell, from what the (repaired) latent decodes to. */
  readonly displacement: Displacement;
  /** What the volume was multiplied by. */
  readonly volumeFactor: number;
  /** Space group of the design; absent where symmetry was not looked for. */
  readonly spaceGroup?: SpaceGroupName;
  /** Space group before symmetrisation (within 0.01 Å); absent where symmetry was not looked for. */
  readonly spaceGroupBefore?: SpaceGroupName;
  /** Operations and conventional cell of the design, for writing it; absent likewise. */
  readonly symmetry?: SymmetryDataset;
}

/** What a model says of a design that it is given back as a crystal. */
export interface DesignReencoding {
  /** Mean of its posterior: float32 `[size]`. */
  readonly latent: Float32Array;
  /** What the model predicted for the sampled (or repaired) latent, by property name. */
  readonly predictedBefore: Readonly<Record<string, number>>;
  /**
   * Standard deviation of the predictions over 16 draws from the posterior of the crystal, by property name: how
   * much the prediction depends on what the encoder leaves open. It knows nothing of what the model has not learned,
   * and is no error bar against a calculation.
   */
  readonly uncertainty: Readonly<Record<string, number>>;
  /** Mean of the distance from the targets over these draws; designs are best ranked by it. */
  readonly expectedDistance: number;
  /** Whether the crystal, encoded and decoded, is the same again (`createStructureMatcher`). */
  readonly decodesToItself: boolean;
}

/**
 * Why a candidate was not kept, in the order in which the checks are made:
 *
 * - `decodeFailed`: its latent decodes to no crystal, or to an empty one
 * - `wrongElementCount`: too few or too many elements
 * - `wrongSiteCount`: too few or too many sites
 * - `wrongComposition`: an element too many, or one that is missing
 * - `notNeutral`: its charges do not balance
 * - `knownFormula`: its reduced formula is in the index or among the known formulas
 * - `duplicateFormula`: its reduced formula is that of an earlier design; looked at again after the repairs, for
 *   designs of the same batch
 * - `notSymmetric`: its space group is P 1
 * - `invalidDistance`: two atoms are too close
 * - `invalidVolume`: the cell is too small
 * - `tightAtoms`: two atoms are closer than the share of their covalent radii that is asked for
 * - `invalidDensity`: the volume per atom is out of its limits
 * - `invalidStructure`: another check of `checkValidity` failed, or one could not be made
 * - `knownStructure`: it matches a crystal of the index
 * - `duplicateStructure`: it matches an earlier design
 * - `invalidPrediction`: the model predicts no finite value of a targeted property
 * - `outOfTolerance`: a predicted property is too far from its target
 */
export type RejectionReason =
  | "decodeFailed"
  | "wrongElementCount"
  | "wrongSiteCount"
  | "wrongComposition"
  | "notNeutral"
  | "knownFormula"
  | "duplicateFormula"
  | "notSymmetric"
  | "invalidDistance"
  | "invalidVolume"
  | "tightAtoms"
  | "invalidDensity"
  | "invalidStructure"
  | "knownStructure"
  | "duplicateStructure"
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
  /**
   * What candidates are worth in the order of the steps: all of them as decoded and after the repair of latents;
   * those whose composition passed, before and after each repair of the crystal; at last the designs.
   */
  readonly quality: readonly QualityStep[];
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
  /** What the geometry checks found, where they were made. */
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
  /**
   * What a sampler that adapts was told of each judged sample, 1 for success; absent for others. A checkpoint needs it.
   */
  readonly outcomes?: Uint8Array;
}

/** How a design run ended. */
export interface DesignSummary {
  /** Designs found. */
  readonly accepted: number;
  /** Designs wanted. */
  readonly wanted: number;
  /**
   * `count`: all wanted designs were found; `maximumSamples`: the samples were used up before; `samples`: the
   * stream of samples ended.
   */
  readonly ended: "count" | "maximumSamples" | "samples";
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
