import { readTarget } from "@ftcp/sampling";
import type { DesignModel, DesignOptions, LatentIndex } from "@ftcp/sampling";
import type { PlannedSearch } from "../study/planStudy.ts";

/**
 * Options of `designCrystals` for a search of the command line.
 *
 * @param search - what was asked
 * @param model - the model
 * @param index - the known crystals
 * @returns the options, with the targets read; repairs and gradients are missing
 * @throws SamplingError for a target that the model or the index does not know
 */
export function searchOptions(
  search: PlannedSearch,
  model: DesignModel,
  index: LatentIndex,
): DesignOptions {
  const { target, count, seed, sampler, scale, seeds, tolerance, elements, sites } = search;
  const { require: required, exclude: excluded, only: allowed, from, maxSamples } = search;
  return {
    ...{ model, index, count, seed, sampler },
    // Large batches for many designs: the few latents of a batch that are repaired take nearly as long as many.
    batchSize: Math.min(256, Math.max(64, count)),
    targets: target.map((text) => readTarget(text, index, model.properties)),
    ...(scale === undefined ? {} : { scale }),
    ...(seeds === undefined ? {} : { seedsCount: seeds }),
    ...(tolerance === undefined ? {} : { tolerance }),
    composition: {
      ...(required === undefined ? {} : { required }),
      ...(excluded === undefined ? {} : { excluded }),
      ...(allowed === undefined ? {} : { allowed }),
    },
    ...(elements === undefined ? {} : { elementCount: elements }),
    ...(sites === undefined ? {} : { siteCount: sites }),
    ...(from === undefined ? {} : { seedIds: from }),
    // Choosing by charge and symmetry leaves a tenth or less of the candidates.
    maximumSamples: maxSamples ?? Math.max(10_000, 500 * count),
    // What is given out as decoded is not chosen either.
    neutrality: search.neutral ?? (search.repair === false ? "none" : "common"),
    symmetry: search.symmetry ?? (search.repair === false ? "any" : "aboveP1"),
    ...(search.novelty === undefined ? {} : { novelty: search.novelty }),
  };
}
