import type { ValidityOptions } from "@ftcp/crystal";
import type { DesignModel } from "../designModel.ts";
import type { LatentIndex } from "../latents/latentIndex.ts";
import type { DifferentiableModel } from "../differentiableModel.ts";
import type { DesignSamplerName, LatentSample } from "../samplers/latentSample.ts";
import type { PropertyTarget } from "../targets/propertyTarget.ts";
import type { CompositionConstraint } from "./compositionConstraint.ts";
import type { DesignCheckpoint } from "./designCheckpoint.ts";
import type { DesignProgress } from "./designEvent.ts";
import type { DesignRepairOptions } from "./designRepairOptions.ts";

/** Options of {@link designCrystals}. */
export interface DesignOptions {
  /** Decodes latents and predicts their properties. */
  readonly model: DesignModel;
  /** The known crystals, encoded by the same model. */
  readonly index: LatentIndex;
  /** What the designs should reach; at least one target, several hold at once. */
  readonly targets: readonly PropertyTarget[];
  /** How many designs to find. */
  readonly count: number;
  /** Decides the whole run. */
  readonly seed: number;
  /**
   * How latents are sampled: `lp` perturbs known crystals near the targets, `slerp` interpolates
   * between them, `random` draws from a Gaussian fitted to the whole index; `adaptive` perturbs as `lp`, with a
   * scale for each crystal at which half of its samples have a formula that is not known; `optimized` goes down
   * the gradient of the predictions towards the targets and needs `gradients`.
   *
   * @defaultValue `lp`, which the paper chose for its designs
   */
  readonly sampler?: DesignSamplerName;
  /** Differentiates the predictions, for `optimized`; `createPropertyDifferentiator` of `@ftcp/vae` makes one. */
  readonly gradients?: DifferentiableModel;
  /**
   * Standard deviation of the noise of `lp` and `random`, the first one of `adaptive`, and that of the starts of
   * `optimized`; `slerp` has none.
   *
   * @defaultValue 0.6 for `lp`, as the reference implementation, and `adaptive`; 0.3 for `optimized`; 1 for `random`
   */
  readonly scale?: number;
  /**
   * Unit of `scale` for `lp`, `adaptive` and `optimized`: the latent space's own unit, or in each dimension the
   * standard deviation of the index. `random` always takes the latter.
   *
   * @defaultValue `unit`, as in the paper
   */
  readonly scaleBy?: "unit" | "deviation";
  /**
   * How many known crystals nearest to the targets a search starts from; `random` starts from none.
   *
   * @defaultValue 100, as in the paper's demonstrations
   */
  readonly seedsCount?: number;
  /**
   * How many latents are decoded at once; it does not change which are sampled, but by `adaptive`, which learns
   * from a batch for the next; nor which designs are found, but how many candidates with their formulas are repaired.
   *
   * @defaultValue 64
   */
  readonly batchSize?: number;
  /**
   * The run ends after this many samples even if too few designs were found.
   *
   * @defaultValue 100 times `count`, at least 1000
   */
  readonly maximumSamples?: number;
  /**
   * Keeps only designs whose prediction is at most this far from each target, in the property's
   * unit; for a bound, how far beyond it. One number for all targets or one by property name;
   * `Infinity` keeps all; a property left out has the default. A tolerance of the target itself goes before it.
   *
   * @defaultValue 0 for a bound or a range, which must be met; for a value a quarter of the property's standard
   *   deviation in the index with `random`, which reaches a target only by selection, and `Infinity` with the
   *   others, which start near the targets
   */
  readonly tolerance?: number | Readonly<Record<string, number>>;
  /** Formulas known beside those of the index, in any notation that `parseFormula` reads. */
  readonly knownFormulas?: Iterable<string>;
  /**
   * How many different elements a design has.
   *
   * @defaultValue the least and the greatest number in the index: 3 to 3 if it holds only ternaries
   */
  readonly elementCount?: {
    /** The least number of different elements. */
    readonly min: number;
    /** The greatest number of different elements. */
    readonly max: number;
  };
  /** How many sites a design has in the cell that was decoded; any number when absent. */
  readonly siteCount?: {
    /** The least number of sites. */
    readonly min: number;
    /** The greatest number of sites. */
    readonly max: number;
  };
  /**
   * Elements that designs may, must and must not have. Seeds are known crystals that satisfy it, and `elementCount` and
   * `siteCount` too, as far as formulas tell, if there are any: noise changes few elements at a time.
   */
  readonly composition?: CompositionConstraint;
  /**
   * Ids of known crystals to start from, in place of those nearest to the targets.
   */
  readonly seedIds?: readonly string[];
  /**
   * Repairs every candidate before it is judged: `{}` its volume and distances, with a `finder` its symmetry, with
   * `latents` its latent too; nothing is repaired when absent. With repairs and a model that can `encode`, designs
   * are encoded again, and `predicted` is what the model says of the crystal that is given out, not of the sample.
   */
  readonly repair?: DesignRepairOptions;
  /**
   * Which designs must be charge neutral (`checkNeutrality` of `@ftcp/crystal`): by `common` oxidation states, by
   * `all` listed ones, or none of them. Elements and alloys always pass.
   *
   * @defaultValue `none`
   */
  readonly neutrality?: "none" | "common" | "all";
  /**
   * Which space groups designs may have: `any`, or those `aboveP1` after the repairs, which must then have a
   * `finder`.
   *
   * @defaultValue `any`
   */
  readonly symmetry?: "any" | "aboveP1";
  /**
   * What is new: a reduced `formula` that neither the index nor an earlier design has, or a `structure` that
   * matches none of them (`createStructureMatcher` of `@ftcp/crystal`; known crystals of the same formula are
   * decoded from the index).
   *
   * @defaultValue `formula`, as in the paper
   */
  readonly novelty?: "formula" | "structure";
  /**
   * Latents in place of those of a sampler; `sampler`, `scale` and `scaleBy` then play no part. A stream that has
   * `report` is told of every judged sample whether it decodes to a crystal without atoms nearer than 0.5 Å.
   */
  readonly samples?: (Iterable<LatentSample> | AsyncIterable<LatentSample>) & {
    /** Told of every judged sample. */
    readonly report?: (sample: LatentSample, success: boolean) => void;
  };
  /** Thresholds of the geometry checks, see `checkValidity` of `@ftcp/crystal`. */
  readonly validity?: ValidityOptions;
  /**
   * Also reports every candidate that was not kept.
   *
   * @defaultValue false
   */
  readonly includeRejected?: boolean;
  /**
   * Goes on from a checkpoint of a run with the same options: what comes then is the same as if that run had not
   * stopped. Samples that were drawn before it are drawn again and passed over; the model is not asked about
   * them, and `report` of `samples` told what it was told then.
   */
  readonly resume?: DesignCheckpoint;
  /** Ends the run by throwing its reason; looked at before and after each use of the model. */
  readonly signal?: AbortSignal;
  /** Called after each batch, with the same data as the progress event. */
  readonly onProgress?: (progress: DesignProgress) => void;
}
