import { compositionOf, reducedFormula } from "@ftcp/crystal";
import { createLayout, type FtcpLayout } from "@ftcp/featurize";
import { parseTarget, targetDistance } from "@ftcp/sampling";
import { createPreset } from "@ftcp/vae";
import { loadCrystals } from "../data/loadCrystals.ts";
import type { CommandContext } from "../io/commandContext.ts";
import { splitValidation } from "./splitValidation.ts";
import type { TrainOptions } from "./trainOptions.ts";
import type { TrainingData } from "./trainingData.ts";

/**
 * Reads the crystals of a dataset to train on.
 *
 * @param options - which crystals, in what layout
 * @param requires - properties that must be known
 * @param latentSizeOf - chooses the dimension of the latent space for a layout, before crystals are read
 * @param context - progress, warnings and abort
 * @returns the data
 * @throws what `loadCrystals` throws; `CliError` with code `CLI_NO_CRYSTALS`; `SamplingError` with code
 *   `SAMPLING_INVALID_TARGET` for a condition that is none
 */
export async function openCrystalData(
  options: TrainOptions,
  requires: readonly string[],
  latentSizeOf: (layout: FtcpLayout) => number,
  context: CommandContext,
): Promise<TrainingData> {
  const { elements = { min: 1, max: 3 }, maxSites = 20 } = options;
  const { data: path, split, splitColumn, splitSeed, limit, indexElements = elements } = options;
  // The network writes the rows of layout ftcp; paper means here: the crystal as given, in those rows.
  const size = { maxElements: elements.max, maxSites };
  const given = createLayout({
    ...(options.layout === "paper" ? { cell: "given", siteOrder: "given" } : {}),
    ...size,
  });
  const layout = options.preset === undefined ? given : createPreset(options.preset, size).layout;
  const latentSize = latentSizeOf(layout);
  const conditions = (options.indexWhere ?? []).map((text) => parseTarget(text));
  const { crystals, problems } = await loadCrystals(
    { path, split, splitColumn, splitSeed, elements, maxSites, requires, limit },
    context,
  );
  const formulas = new Map(
    crystals.map((crystal) => [crystal, reducedFormula(compositionOf(crystal.structure))]),
  );
  const { validation: share, seed } = options;
  const { training, validation } = splitValidation(
    crystals,
    share,
    seed,
    (crystal) => formulas.get(crystal) as string,
  );
  const indexed = crystals.filter(({ structure, properties }) => {
    const kinds = Object.keys(compositionOf(structure)).length;
    const fits = kinds >= indexElements.min && kinds <= indexElements.max;
    const known = conditions.every(({ property }) => Object.hasOwn(properties, property));
    return fits && known && conditions.every((one) => targetDistance(one, properties) === 0);
  });
  return {
    ...{
      layout,
      latentSize,
      filter: { elements: indexElements, maxSites },
      records: training,
      training,
      problems,
    },
    ...(validation.length === 0 ? {} : { validation }),
    validationCount: validation.length,
    indexed: indexed.map((crystal) => ({
      ...{ id: crystal.id, properties: crystal.properties },
      formula: formulas.get(crystal) as string,
    })),
    encode: async (model, start, end) => {
      const structures = indexed.slice(start, end).map(({ structure }) => structure);
      const { mean, indices } = await model.encode(structures);
      return { latents: mean.data, indices };
    },
    close: () => Promise.resolve(),
  };
}
