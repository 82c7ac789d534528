import { parseTarget } from "@ftcp/sampling";
import type { DesignModel, DesignOptions, LatentIndex } from "@ftcp/sampling";
import type { PlannedSearch } from "../study/planStudy.ts";

/**
 * Options of `designCrystals` for a search of the command line.
 *
 * @param search - what was asked
 * @param model - the model
 * @param index - the known crystals
 * @returns the options, with the targets parsed
 * @throws SamplingError for a target that the model does not know
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
    targets: target.map((text) => parseTarget(text, model.properties)),
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
    ...(maxSamples === undefined ? {} : { maximumSamples: maxSamples }),
    ...(search.neutral === undefined ? {} : { neutrality: search.neutral }),
  };
}
