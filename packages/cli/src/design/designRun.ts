import type { Structure } from "@ftcp/crystal";
import type { DesignFunnel, DesignSamplerName, LatentIndex, PropertyTarget } from "@ftcp/sampling";

/** What a design run was asked, and how it went. */
export interface DesignRun {
  /** Name of the model. */
  readonly modelName: string;
  /** The targets as {@link nameTargets} names them. */
  readonly targets: readonly string[];
  /** The targets as read. */
  readonly targetSpecs: readonly PropertyTarget[];
  /** How latents were sampled. */
  readonly sampler: DesignSamplerName;
  /** Decided the whole run. */
  readonly seed: number;
  /** The known crystals. */
  readonly index: LatentIndex;
  /** Greatest distance of a prediction from its target that was allowed, if one was. */
  readonly tolerance?: number;
  /** Names of the checks beside geometry and novelty that every design has passed. */
  readonly checks: readonly string[];
  /** How many candidates came how far. */
  readonly funnel: DesignFunnel;
  /** The root crystals as the model decodes them, by id. */
  readonly roots?: ReadonlyMap<string, Structure>;
}
