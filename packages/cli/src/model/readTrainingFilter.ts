import type { CrystalVae } from "@ftcp/vae";
import type { TrainingFilter } from "./trainingFilter.ts";

/**
 * Finds out which crystals a model was made for.
 *
 * @param model - the model
 * @returns what its training kept, or else all that fit its layout
 */
export function readTrainingFilter(model: Pick<CrystalVae, "about" | "layout">): TrainingFilter {
  const { maxElements, maxSites } = model.layout;
  const filter = (model.about["filter"] ?? {}) as Partial<Record<keyof TrainingFilter, unknown>>;
  const { min, max } = (filter.elements ?? {}) as Record<"min" | "max", unknown>;
  const isSize = (value: unknown): value is number => Number.isSafeInteger(value);
  return {
    elements: {
      min: isSize(min) ? min : 1,
      max: isSize(max) ? Math.min(max, maxElements) : maxElements,
    },
    maxSites: isSize(filter.maxSites) ? Math.min(filter.maxSites, maxSites) : maxSites,
  };
}
