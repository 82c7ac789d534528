import type { LatentIndex, PropertyTarget } from "@ftcp/sampling";
import type { CrystalVae } from "@ftcp/vae";
import { CliError } from "../cliError.ts";
import type { PlannedSearch } from "../study/planStudy.ts";
import { searchOptions } from "./searchOptions.ts";

/**
 * Refuses a search that no design can satisfy, before anything is sampled.
 *
 * @param search - what was asked
 * @param model - the model
 * @param index - the known crystals
 * @throws {@link CliError} with code `CLI_USAGE`: an element both required and ruled out, more elements or sites than the
 *   model writes, targets of one property that exclude each other, a choice by symmetry without repairs
 * @throws SamplingError for a target that the model or the index does not know
 */
export function checkSearch(
  search: PlannedSearch,
  model: Pick<CrystalVae, "layout" | "latentSize" | "properties" | "decode" | "predict">,
  index: LatentIndex,
): void {
  const { require: required = [], exclude = [], only, elements, sites, repair, symmetry } = search;
  const { maxElements, maxSites } = model.layout;
  const refuse = (why: string): never => {
    const run = search.name === "" ? "" : `run ${search.name}: `;
    throw new CliError("CLI_USAGE", `${run}no design can be found: ${why}`);
  };
  for (const element of required) {
    if (exclude.includes(element)) refuse(`${element} is required and excluded`);
    if (only?.includes(element) === false) refuse(`${element} is required and not among --only`);
  }
  const most = Math.min(elements?.max ?? Infinity, maxElements);
  if (required.length > most)
    refuse(`${required.length} elements are required, of at most ${most}`);
  if (elements !== undefined && elements.min > maxElements) {
    refuse(`the model writes crystals of up to ${maxElements} elements, not ${elements.min}`);
  }
  if (sites !== undefined && sites.min > maxSites) {
    refuse(`the model writes crystals of up to ${maxSites} sites, not ${sites.min}`);
  }
  if (repair === false && symmetry === "aboveP1") {
    refuse("crystals that are not repaired (--no-repair) have no symmetry (--symmetry aboveP1)");
  }
  const { targets } = searchOptions(search, model, index);
  for (const property of new Set(targets.map((target) => target.property))) {
    const ranges = targets
      .filter((target) => target.property === property)
      .map((target) => allowed(target, search.tolerance));
    const least = Math.max(...ranges.map(([low]) => low));
    const greatest = Math.min(...ranges.map(([, high]) => high));
    if (least > greatest) refuse(`the targets of ${property} exclude each other`);
  }
}

/** From where to where predictions meet a target. */
function allowed(target: PropertyTarget, tolerance = 0): readonly [low: number, high: number] {
  switch (target.kind) {
    case "value": {
      const width = target.tolerance ?? tolerance;
      return [target.value - width, target.value + width];
    }
    case "below":
      return [-Infinity, target.value + tolerance];
    case "above":
      return [target.value - tolerance, Infinity];
    case "range":
      return [target.minimum - tolerance, target.maximum + tolerance];
  }
}
