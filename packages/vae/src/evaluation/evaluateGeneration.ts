import {
  checkNeutrality,
  checkValidity,
  compositionOf,
  elementBySymbol,
  reducedFormula,
  type Composition,
  type Result,
  type Structure,
} from "@ftcp/crystal";
import { createRandom, type RandomSource } from "@ftcp/random";
import type { CrystalVae } from "../crystalVae.ts";
import type { Latents } from "../latents.ts";
import { elementScalars } from "../network/elementScalars.ts";
import { randomNormals } from "../training/randomNormals.ts";
import type { DesignMetrics, GenerationMetrics, PerturbationMetrics } from "./designMetrics.ts";

/**
 * Measures what a model designs: from the prior, and in the neighbourhood of crystals.
 *
 * @param model - a fitted model
 * @param crystals - crystals to perturb; those that do not fit the layout are left out
 * @param options - `seed` decides the latents (1); `samples`: how many are drawn from the prior and about how
 *   many crystals are perturbed (1000); `rounds`: how often each of them is (1); `scales` of the perturbations
 *   (0.4 and 0.6); `knownFormulas`: reduced formulas that are not new, such as those of the training set; `signal`
 *   stops between batches
 * @returns shares of what is valid, neutral, new and changed
 *
 * @remarks
 * Nothing is repaired or thrown away before it is counted.
 *
 * @see The paper, section 4.3, on local perturbation; T. Xie et al., arXiv:2110.06197, section 5.2, on validity
 */
export async function evaluateGeneration(
  model: CrystalVae,
  crystals: readonly Structure[],
  options: {
    readonly seed?: number;
    readonly samples?: number;
    readonly rounds?: number;
    readonly scales?: readonly number[];
    readonly knownFormulas?: ReadonlySet<string>;
    readonly signal?: AbortSignal;
  } = {},
): Promise<GenerationMetrics> {
  const { seed = 1, samples = 1000, rounds = 1, scales = [0.4, 0.6] } = options;
  const { knownFormulas = new Set() } = options;
  const random = createRandom(seed);
  const size = model.latentSize;
  const decode = async (data: Float32Array): Promise<Design[]> => {
    options.signal?.throwIfAborted();
    const latents: Latents = { data, shape: [data.length / size, size] };
    return (await model.decode(latents)).map(describeDesign);
  };
  const draws = randomNormals(random.fork("prior"), samples * size);
  const prior = measureDesigns(await decode(draws), knownFormulas);

  const chosen = chooseSome(crystals, samples, random.fork("crystals"));
  const { mean, indices } = await model.encode(chosen);
  const once = indices.map((index) => compositionOf(chosen[index] as Structure));
  const sources = Array.from({ length: rounds }, () => once).flat();
  const centres = new Float32Array(rounds * mean.data.length);
  for (let round = 0; round < rounds; round++) centres.set(mean.data, round * mean.data.length);
  const perturbed: PerturbationMetrics[] = [];
  for (const scale of scales) {
    const noise = randomNormals(random.fork(`perturbation/${scale}`), centres.length);
    const designs = await decode(centres.map((value, i) => value + scale * (noise[i] as number)));
    perturbed.push({
      ...measureDesigns(designs, knownFormulas),
      ...compareDesigns(designs, sources),
      scale,
    });
  }
  return { prior, perturbed };
}

/** A design and what is known of it; undefined in place of one that is no structure. */
type Design =
  | {
      readonly composition: Composition;
      readonly formula: string;
      readonly sites: number;
      readonly isValid: boolean;
      readonly isNeutral: boolean;
      readonly isExempt: boolean;
    }
  | undefined;

function describeDesign(result: Result<Structure>): Design {
  if (!result.ok) return undefined;
  const composition = compositionOf(result.value);
  const neutrality = checkNeutrality(composition, { oxidationStates: "smact14" });
  return {
    composition,
    formula: reducedFormula(composition),
    sites: result.value.sites.length,
    isValid: checkValidity(result.value).valid,
    isNeutral: neutrality.valid,
    isExempt: neutrality.exempt !== undefined,
  };
}

function measureDesigns(
  designs: readonly Design[],
  knownFormulas: ReadonlySet<string>,
): DesignMetrics {
  const decoded = designs.filter((design) => design !== undefined);
  const samples = designs.length;
  const count = (is: (design: NonNullable<Design>) => boolean): number =>
    decoded.filter(is).length / samples;
  const compounds = decoded.filter(({ isExempt }) => !isExempt);
  return {
    samples,
    decoded: decoded.length / samples,
    valid: count(({ isValid }) => isValid),
    neutral: count(({ isNeutral }) => isNeutral),
    validAndNeutral: count(({ isValid, isNeutral }) => isValid && isNeutral),
    neutralCompounds: compounds.filter(({ isNeutral }) => isNeutral).length / compounds.length,
    validAndNew: count(({ isValid, formula }) => isValid && !knownFormulas.has(formula)),
    unique: new Set(decoded.map(({ formula }) => formula)).size / samples,
    sites: decoded.reduce((sum, { sites }) => sum + sites, 0) / decoded.length,
  };
}

function compareDesigns(
  designs: readonly Design[],
  sources: readonly Composition[],
): Pick<
  PerturbationMetrics,
  "formulaChanged" | "elementsChanged" | "ratiosChanged" | "substitutionDistance"
> {
  let formulas = 0;
  let elements = 0;
  const distances: number[] = [];
  designs.forEach((design, i) => {
    const source = sources[i] as Composition;
    const isSame = design?.formula === reducedFormula(source);
    if (isSame) return;
    formulas += 1;
    const before = Object.keys(source);
    const after = Object.keys(design?.composition ?? {});
    const lost = before.filter((element) => !after.includes(element));
    const gained = after.filter((element) => !before.includes(element));
    if (lost.length + gained.length > 0) elements += 1;
    if (lost.length === 1 && gained.length === 1) {
      distances.push(elementDistance(lost[0] as string, gained[0] as string));
    }
  });
  const count = designs.length;
  return {
    formulaChanged: formulas / count,
    elementsChanged: elements / count,
    ratiosChanged: (formulas - elements) / count,
    substitutionDistance: distances.reduce((sum, x) => sum + x, 0) / distances.length,
  };
}

function elementDistance(left: string, right: string): number {
  const scalars = elementScalars();
  const of = (symbol: string): readonly number[] =>
    scalars[elementBySymbol(symbol).number - 1] as readonly number[];
  const [a, b] = [of(left), of(right)];
  return Math.hypot(...a.map((value, k) => value - (b[k] as number)));
}

function chooseSome<T>(items: readonly T[], count: number, random: RandomSource): readonly T[] {
  return items.length <= count ? items : random.shuffle(items).slice(0, count);
}
