import type { ValidityOptions } from "@ftcp/crystal";
import { elementBySymbol, parseFormula, reducedFormula } from "@ftcp/crystal";
import type { LatentIndex } from "../latents/latentIndex.ts";
import { computeLatentStatistics } from "../latents/computeLatentStatistics.ts";
import { volumePerAtomRange } from "../repair/volumePerAtomRange.ts";
import { samplePerturbation } from "../samplers/samplePerturbation.ts";
import { sampleRandom } from "../samplers/sampleRandom.ts";
import { sampleSlerp } from "../samplers/sampleSlerp.ts";
import type { LatentSample, SamplerName } from "../samplers/latentSample.ts";
import { SamplingError } from "../samplingError.ts";
import type { PropertyTarget } from "../targets/propertyTarget.ts";
import { selectSeeds } from "../targets/selectSeeds.ts";
import type { Seed } from "../targets/selectSeeds.ts";
import type { CompositionConstraint } from "./compositionConstraint.ts";
import type { DesignOptions } from "./designOptions.ts";
import { satisfiesComposition } from "./satisfiesComposition.ts";

/** Design options after every check, with every default filled in. */
export interface DesignPlan {
  readonly targets: readonly PropertyTarget[];
  /** Greatest distance of a prediction from each target, in the property's unit. */
  readonly tolerances: readonly number[];
  /** What makes several targets comparable; empty for one. */
  readonly spreads: Readonly<Record<string, number>>;
  readonly knownFormulas: ReadonlySet<string>;
  readonly elementCount: { readonly min: number; readonly max: number };
  readonly siteCount: { readonly min: number; readonly max: number };
  readonly composition: CompositionConstraint;
  readonly validity: ValidityOptions | undefined;
  readonly seeds: readonly Seed[];
  readonly batchSize: number;
  readonly maximumSamples: number;
  readonly neutrality: "none" | "common" | "all";
  readonly novelty: "formula" | "structure";
  /** Volumes per atom in Å³ that count as those of real crystals. */
  readonly volumePerAtom: { readonly min: number; readonly max: number };
  readonly samples: Iterator<LatentSample, unknown> | AsyncIterator<LatentSample, unknown>;
}

/** Checks the options of a design run and fills in the defaults. */
export function planDesign(options: DesignOptions): DesignPlan {
  const { index, targets, count, sampler = "lp", batchSize = 64, validity } = options;
  const maximumSamples = options.maximumSamples ?? Math.max(1000, 100 * count);
  const seedsCount = options.seedsCount ?? 100;
  for (const [name, value] of Object.entries({ count, batchSize, maximumSamples, seedsCount })) {
    if (!Number.isSafeInteger(value) || value < 1) {
      throw new RangeError(`${name} must be a positive integer, received ${value}`);
    }
  }
  const samplesLeft = options.resume?.samplesLeft ?? maximumSamples;
  if (!Number.isSafeInteger(samplesLeft) || samplesLeft < 0 || samplesLeft > maximumSamples) {
    throw new RangeError(`a checkpoint with ${samplesLeft} samples left is of another run`);
  }
  const elementCount = options.elementCount ?? elementCountsOf(index);
  const siteCount = options.siteCount ?? { min: 1, max: Infinity };
  for (const { min, max } of [elementCount, siteCount]) {
    if (!(min <= max)) throw new RangeError(`no number lies from ${min} to ${max}`);
  }
  const composition = options.composition ?? {};
  const { required = [], excluded = [], allowed = [] } = composition;
  for (const element of [...required, ...excluded, ...allowed]) elementBySymbol(element);
  checkTargets(options);
  const seeds = sampler === "random" ? [] : chooseSeeds(options, composition, seedsCount);
  const needed = options.samples === undefined ? { lp: 1, slerp: 2, random: 0 }[sampler] : 0;
  if (seeds.length < needed || index.count === 0) {
    throw new SamplingError(
      "SAMPLING_NO_SEEDS",
      `the latent index has ${seeds.length} crystals with the targeted properties; ` +
        `the sampler ${sampler} needs at least ${Math.max(1, needed)}`,
    );
  }
  const spreads = Object.fromEntries(
    targets.map(({ property }) => [property, index.spreadOf(property)]),
  );
  return {
    targets,
    tolerances: targets.map((target) => toleranceOf(target, options.tolerance, sampler, spreads)),
    spreads: targets.length === 1 ? {} : spreads,
    knownFormulas: new Set([
      ...index.formulas,
      ...Array.from(options.knownFormulas ?? [], (text) => reducedFormula(parseFormula(text))),
    ]),
    elementCount,
    siteCount,
    composition,
    validity,
    seeds,
    batchSize,
    maximumSamples,
    neutrality: options.neutrality ?? "none",
    novelty: options.novelty ?? "formula",
    volumePerAtom: {
      min: validity?.minimumVolumePerAtom ?? volumePerAtomRange.min,
      max: validity?.maximumVolumePerAtom ?? volumePerAtomRange.max,
    },
    samples:
      options.samples === undefined
        ? startSampler(options, sampler, seeds)
        : iterate(options.samples),
  };
}

/** The crystals that were asked for, or those nearest to the targets among those that fit the composition. */
function chooseSeeds(
  { index, targets, seed, seedIds }: DesignOptions,
  composition: CompositionConstraint,
  count: number,
): readonly Seed[] {
  const all = selectSeeds(index, targets, { count: Math.max(1, index.count), seed });
  if (seedIds !== undefined) {
    const byId = new Map(all.map((crystal) => [crystal.id, crystal]));
    return seedIds.map((id) => {
      const crystal = byId.get(id);
      if (crystal !== undefined) return crystal;
      throw new SamplingError(
        "SAMPLING_NO_SEEDS",
        `the latent index has no crystal "${id}" with the targeted properties`,
      );
    });
  }
  const fits = ({ formula }: Seed): boolean =>
    satisfiesComposition(Object.keys(parseFormula(formula)), composition);
  if (Object.keys(composition).length === 0) return all.slice(0, count);
  return [...all.filter(fits), ...all.filter((crystal) => !fits(crystal))].slice(0, count);
}

function checkTargets({ model, index, targets }: DesignOptions): void {
  if (targets.length === 0) throw new RangeError("a design needs at least one target");
  if (model.latentSize !== index.latentSize) {
    throw new SamplingError(
      "SAMPLING_MODEL_MISMATCH",
      `the model has ${model.latentSize} latent dimensions, the index ${index.latentSize}; ` +
        `an index belongs to the model that made it`,
    );
  }
  const known = model.properties.filter((name) => index.propertyNames.includes(name));
  for (const target of targets) {
    const { property } = target;
    if (!known.includes(property)) {
      throw new SamplingError(
        "SAMPLING_UNKNOWN_PROPERTY",
        `the model and the latent index do not both know the property "${property}"; ` +
          `known: ${known.join(", ")}`,
        { property, known },
      );
    }
    const bounds = target.kind === "range" ? [target.minimum, target.maximum] : [target.value];
    if (!bounds.every(Number.isFinite) || !((bounds[0] ?? 0) <= (bounds.at(-1) ?? 0))) {
      throw new SamplingError(
        "SAMPLING_INVALID_TARGET",
        `the target of ${property} is no finite number or range`,
        { property },
      );
    }
  }
}

function toleranceOf(
  target: PropertyTarget,
  tolerance: DesignOptions["tolerance"],
  sampler: SamplerName,
  spreads: Readonly<Record<string, number>>,
): number {
  const given =
    typeof tolerance === "object" ? (tolerance[target.property] ?? Infinity) : tolerance;
  if (given === undefined) {
    if (sampler !== "random") return Infinity;
    return target.kind === "value" ? (spreads[target.property] ?? 1) / 4 : 0;
  }
  if (!(given >= 0))
    throw new RangeError(`tolerance must be a number from 0 on, received ${given}`);
  return given;
}

function elementCountsOf(index: LatentIndex): { readonly min: number; readonly max: number } {
  let min = Infinity;
  let max = 0;
  for (const formula of index.formulas) {
    // A canonical formula names each element once, and each symbol has one capital.
    const elements = formula.match(/[A-Z]/gu)?.length ?? 0;
    min = Math.min(min, elements);
    max = Math.max(max, elements);
  }
  return { min, max };
}

function iterate(
  samples: Iterable<LatentSample> | AsyncIterable<LatentSample>,
): Iterator<LatentSample, unknown> | AsyncIterator<LatentSample, unknown> {
  return Symbol.iterator in samples ? samples[Symbol.iterator]() : samples[Symbol.asyncIterator]();
}

function startSampler(
  { index, seed, scale, scaleBy = "unit", signal }: DesignOptions,
  sampler: SamplerName,
  seeds: readonly Seed[],
): Generator<LatentSample, void, undefined> {
  const common = {
    seed,
    ...(scale === undefined ? {} : { scale }),
    ...(signal === undefined ? {} : { signal }),
  };
  switch (sampler) {
    case "lp":
      return samplePerturbation({
        ...common,
        roots: seeds,
        perRoot: Infinity,
        ...(scaleBy === "deviation"
          ? { deviations: computeLatentStatistics(index.latents).deviation }
          : {}),
      });
    case "slerp":
      return sampleSlerp({ ...common, roots: seeds, count: Infinity });
    case "random":
      return sampleRandom({ ...common, latents: index.latents, count: Infinity });
  }
}
