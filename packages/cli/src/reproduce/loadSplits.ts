import { compositionOf, reducedFormula } from "@ftcp/crystal";
import type { CrystalRecord } from "@ftcp/datasets";
import { loadCrystals } from "../data/loadCrystals.ts";
import type { CommandContext } from "../io/commandContext.ts";
import { splitValidation } from "../train/splitValidation.ts";
import type { ReproduceOptions } from "./reproduceOptions.ts";

/** Decides which tenth of the formulas is set aside, whatever the seed of a run. */
const validationSeed = 7;

/**
 * Reads what a table trains on and what it is measured on: the paper's ternaries.
 *
 * @param options - dataset, limits, and whether the test split is touched
 * @param requires - properties that must be known
 * @param context - progress and warnings
 * @returns both
 */
export async function loadSplits(
  options: ReproduceOptions,
  requires: readonly string[],
  context: CommandContext,
): Promise<{
  readonly training: readonly CrystalRecord[];
  readonly measured: readonly CrystalRecord[];
}> {
  const { data: path, maxSites, limit } = options;
  const load = async (split: string): Promise<readonly CrystalRecord[]> => {
    const elements = { min: 3, max: 3 };
    const { crystals } = await loadCrystals(
      { path, split, elements, maxSites, requires, limit },
      context,
    );
    return crystals;
  };
  const train = await load("train");
  if (options.on === "test") return { training: train, measured: await load("test") };
  const { training, validation } = splitValidation(
    ...([train, 0.1, validationSeed] as const),
    ({ structure }) => reducedFormula(compositionOf(structure)),
  );
  return { training, measured: validation };
}
