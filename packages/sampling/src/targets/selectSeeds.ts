import { createRandom } from "@ftcp/random";
import type { LatentIndex } from "../latents/latentIndex.ts";
import { SamplingError } from "../samplingError.ts";
import type { LatentRoot } from "../samplers/latentSample.ts";
import type { PropertyTarget } from "./propertyTarget.ts";
import { targetDistance } from "./targetDistance.ts";
import { targetSpreads } from "./targetSpreads.ts";

/** A known crystal that a search starts from; it can be given to a sampler as a root. */
export interface Seed extends LatentRoot {
  /** Its row in the index. */
  readonly row: number;
  /** Its reduced formula. */
  readonly formula: string;
  /** Its known property values by name, each in its unit. */
  readonly properties: Readonly<Record<string, number>>;
  /**
   * Its distance from the targets: in the property's unit for one target, in standard deviations of
   * the index for several.
   */
  readonly targetDistance: number;
}

/** Options of {@link selectSeeds}. */
export interface SelectSeedsOptions {
  /** How many seeds to select; fewer come back when fewer crystals have all the values. */
  readonly count: number;
  /**
   * Orders crystals at equal distance at random but repeatably; without it they keep the order of
   * the index, which is rarely what a search wants where thousands satisfy a bound.
   */
  readonly seed?: number;
}

/**
 * Selects the known crystals whose known property values are nearest to the targets.
 *
 * @param index - the known crystals
 * @param targets - one target, or several that hold at once; several are made comparable by the
 *   standard deviation of each property in the index
 * @param options - how many, and how ties are ordered
 * @returns at most `count` seeds, nearest first; crystals with an unknown value of a targeted
 *   property are left out
 * @throws {@link SamplingError} with code `SAMPLING_UNKNOWN_PROPERTY` when the index lacks a target's
 *   property
 * @throws RangeError when `count` is not a positive integer or there is no target
 *
 * @example
 * ```ts
 * import { parseTarget, selectSeeds } from "@ftcp/sampling";
 *
 * const seeds = selectSeeds(index, parseTarget("band_gap=1.5"), { count: 100 });
 * ```
 *
 * @see FTCP paper, section 4.2: "known crystals with targeted material properties are used as
 *   initial guesses"
 */
export function selectSeeds(
  index: LatentIndex,
  targets: PropertyTarget | readonly PropertyTarget[],
  options: SelectSeedsOptions,
): readonly Seed[] {
  const { count, seed } = options;
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new RangeError(`count must be a positive integer, received ${count}`);
  }
  const list: readonly PropertyTarget[] = "kind" in targets ? [targets] : targets;
  if (list.length === 0) throw new RangeError("selectSeeds needs at least one target");
  for (const { property } of list) {
    if (!index.propertyNames.includes(property)) {
      throw new SamplingError(
        "SAMPLING_UNKNOWN_PROPERTY",
        `the latent index does not know the property "${property}"; ` +
          `known: ${index.propertyNames.join(", ")}`,
        { property, known: index.propertyNames },
      );
    }
  }
  const spreads = targetSpreads(list, index);
  const rows = Array.from({ length: index.count }, (_, row) => row);
  const shuffled = seed === undefined ? rows : createRandom(seed).fork("seeds").shuffle(rows);
  return shuffled
    .map((row) => ({ row, properties: index.propertiesOf(row) }))
    .filter(({ properties }) => list.every(({ property }) => Object.hasOwn(properties, property)))
    .map((crystal) => ({
      ...crystal,
      targetDistance: targetDistance(list, crystal.properties, spreads),
    }))
    .sort((a, b) => a.targetDistance - b.targetDistance)
    .slice(0, count)
    .map(({ row, properties, targetDistance: distance }) => ({
      row,
      id: index.ids[row] ?? "",
      formula: index.formulas[row] ?? "",
      properties,
      latent: index.latentOf(row),
      targetDistance: distance,
    }));
}
