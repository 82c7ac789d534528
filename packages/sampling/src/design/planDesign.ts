import type { ValidityOptions } from "@ftcp/crystal";
import { elementBySymbol, parseFormula, reducedFormula } from "@ftcp/crystal";
import type { LatentIndex } from "../latents/latentIndex.ts";
import { computeLatentStatistics } from "../latents/computeLatentStatistics.ts";
import { volumePerAtomRange } from "../repair/volumePerAtomRange.ts";
import { sampleAdaptive } from "../samplers/sampleAdaptive.ts";
import { sampleOptimized } from "../samplers/sampleOptimized.ts";
import { samplePerturbation } from "../samplers/samplePerturbation.ts";
import { sampleRandom } from "../samplers/sampleRandom.ts";
import { sampleSlerp } from "../samplers/sampleSlerp.ts";
import type { DesignSamplerName, LatentSample } from "../samplers/latentSample.ts";
import { SamplingError } from "../samplingError.ts";
import type { PropertyTarget } from "../targets/propertyTarget.ts";
import { selectSeeds } from "../targets/selectSeeds.ts";
import type { Seed } from "../targets/selectSeeds.ts";
import type { CompositionConstraint } from "./compositionConstraint.ts";
import type { DesignOptions } from "./designOptions.ts";
import { fitsRequest } from "./fitsRequest.ts";

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
  readonly symmetry: "any" | "aboveP1";
  readonly novelty: "formula" | "structure";
  /** Volumes per atom in Å³ that count as those of real crystals. */
  readonly volumePerAtom: { readonly min: number; readonly max: number };
  readonly samples: Iterator<LatentSample, unknown> | AsyncIterator<LatentSample, unknown>;
  /** Whether and how the samples are to be told of what became of them. */
  readonly feedback: SampleFeedback | undefined;
}

/** A stream of samples that wants to be told what became of them. */
export interface SampleFeedback {
  /** What counts as success: a crystal without overlaps, or a formula that is not known. */
  readonly goal: "distances" | "newFormula";
  readonly report: (sample: LatentSample, success: boolean) => void;
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
  const seeds = sampler === "random" ? [] : chooseSeeds(options, seedsCount);
  const needed = options.samples === undefined ? rootsNeeded[sampler] : 0;
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
  const tolerances = targets.map((target) =>
    toleranceOf(target, options.tolerance, sampler, spreads),
  );
  const symmetry = options.symmetry ?? "any";
  const { repair } = options;
  if (symmetry === "aboveP1" && (repair?.finder === undefined || repair.symmetry === false)) {
    throw new RangeError("space groups above P 1 need repairs with a finder of symmetry");
  }
  return {
    targets,
    tolerances,
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
    symmetry,
    novelty: options.novelty ?? "formula",
    volumePerAtom: {
      min: validity?.minimumVolumePerAtom ?? volumePerAtomRange.min,
      max: validity?.maximumVolumePerAtom ?? volumePerAtomRange.max,
    },
    ...startSamples(options, { sampler, seeds, tolerances, spreads }),
  };
}

const rootsNeeded = { lp: 1, slerp: 2, random: 0, adaptive: 1, optimized: 1 } as const;

/**
 * The crystals that were asked for, or those nearest to the targets among those that are like the designs. The others only
 * where too few are: noise changes few elements at a time.
 */
function chooseSeeds(options: DesignOptions, count: number): readonly Seed[] {
  const { index, targets, seed, seedIds, sampler = "lp" } = options;
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
  const fitting = all.filter(({ formula }) => fitsRequest(formula, options));
  if (fitting.length >= rootsNeeded[sampler]) return fitting.slice(0, count);
  const others = all.filter((crystal) => !fitting.includes(crystal));
  return [...fitting, ...others].slice(0, count);
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
  sampler: DesignSamplerName,
  spreads: Readonly<Record<string, number>>,
): number {
  if (target.kind === "value" && target.tolerance !== undefined) return target.tolerance;
  const given = typeof tolerance === "object" ? tolerance[target.property] : tolerance;
  if (given === undefined) {
    if (target.kind !== "value") return 0;
    return sampler === "random" ? (spreads[target.property] ?? 1) / 4 : Infinity;
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

/** What a sampler is started with. */
interface Start {
  readonly sampler: DesignSamplerName;
  readonly seeds: readonly Seed[];
  readonly tolerances: readonly number[];
  readonly spreads: Readonly<Record<string, number>>;
}

function startSamples(
  options: DesignOptions,
  start: Start,
): Pick<DesignPlan, "samples" | "feedback"> {
  const { samples } = options;
  if (samples !== undefined) {
    const report = samples.report?.bind(samples);
    return {
      samples: iterate(samples),
      feedback: report === undefined ? undefined : { goal: "distances", report },
    };
  }
  if (start.sampler !== "adaptive") {
    return { samples: startSampler(options, start.sampler, start), feedback: undefined };
  }
  const stream = sampleAdaptive({
    ...commonOptions(options),
    ...{ roots: start.seeds, perRoot: Infinity, goal: "new" },
  });
  return { samples: stream, feedback: { goal: "newFormula", report: stream.report.bind(stream) } };
}

function commonOptions({ index, seed, scale, scaleBy = "unit", signal }: DesignOptions) {
  return {
    seed,
    ...(scale === undefined ? {} : { scale }),
    ...(signal === undefined ? {} : { signal }),
    ...(scaleBy === "deviation"
      ? { deviations: computeLatentStatistics(index.latents).deviation }
      : {}),
  };
}

function startSampler(
  options: DesignOptions,
  sampler: Exclude<DesignSamplerName, "adaptive">,
  { seeds: roots, tolerances, spreads }: Start,
): DesignPlan["samples"] {
  const { index, targets, gradients, batchSize } = options;
  const common = commonOptions(options);
  switch (sampler) {
    case "lp":
      return samplePerturbation({ ...common, roots, perRoot: Infinity });
    case "slerp":
      return sampleSlerp({ ...common, roots, count: Infinity });
    case "random":
      return sampleRandom({ ...common, latents: index.latents, count: Infinity });
    case "optimized":
      if (gradients === undefined) throw new RangeError("the sampler optimized needs gradients");
      return sampleOptimized({
        ...{ ...common, model: gradients, targets, roots, spreads, perRoot: Infinity },
        tolerance: Object.fromEntries(
          targets.flatMap(({ property }, i): (readonly [string, number])[] => {
            const tolerance = tolerances[i] ?? Infinity;
            return Number.isFinite(tolerance) ? [[property, tolerance]] : [];
          }),
        ),
        ...(batchSize === undefined ? {} : { batchSize }),
      });
  }
}
