import { compositionOf, reducedFormula } from "@ftcp/crystal";
import type { CrystalRecord } from "@ftcp/datasets";
import { loadCrystals } from "../data/loadCrystals.ts";
import type { CommandContext } from "../io/commandContext.ts";
import { splitValidation } from "../train/splitValidation.ts";
import type { ReproduceOptions } from "./reproduceOptions.ts";

/** Numbers of different elements, both ends included. */
interface NumberRange {
  readonly min: number;
  readonly max: number;
}

const ternaries: NumberRange = { min: 3, max: 3 };

/** Decides which tenth of the formulas is set aside, whatever the seed of a run. */
const validationSeed = 7;

/**
 * Reads what a table trains on and what it is measured on: the paper's ternaries.
 *
 * @param options - dataset, limits, and whether the test split is touched
 * @param requires - properties that must be known
 * @param context - progress and warnings
 * @param elements - number of different elements of what is trained on; ternaries alone are measured
 * @returns both
 */
export async function loadSplits(
  options: ReproduceOptions,
  requires: readonly string[],
  context: CommandContext,
  elements: NumberRange = ternaries,
): Promise<{
  readonly training: readonly CrystalRecord[];
  readonly measured: readonly CrystalRecord[];
}> {
  const { data: path, maxSites, limit } = options;
  const load = async (split: string, of: NumberRange): Promise<readonly CrystalRecord[]> => {
    const { crystals } = await loadCrystals(
      { path, split, elements: of, maxSites, requires, limit },
      context,
    );
    return crystals;
  };
  const train = await load("train", elements);
  if (options.on === "test") return { training: train, measured: await load("test", ternaries) };
  const { training, validation } = splitValidation(
    ...([train, 0.1, validationSeed] as const),
    ({ structure }) => reducedFormula(compositionOf(structure)),
  );
  const measured = validation.filter(({ structure }) => {
    return Object.keys(compositionOf(structure)).length === ternaries.max;
  });
  return { training, measured };
}
