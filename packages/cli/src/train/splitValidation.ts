import { compositionOf, reducedFormula } from "@ftcp/crystal";
import { createSplit, type CrystalRecord } from "@ftcp/datasets";
import { CliError } from "../cliError.ts";

/** Crystals to learn from and crystals to watch the training with. */
export interface ValidationSplit {
  /** Crystals that it learns from. */
  readonly training: readonly CrystalRecord[];
  /** Crystals whose loss is measured after every epoch. */
  readonly validation: readonly CrystalRecord[];
}

/**
 * Sets some crystals aside for validation, by formula: polymorphs stay together.
 *
 * @param crystals - the crystals of the part that is trained on
 * @param fraction - share of the formulas, in [0, 1)
 * @param seed - decides which
 * @returns both parts
 * @throws {@link CliError} with code `CLI_NO_CRYSTALS` when one part stays empty
 */
export function splitValidation(
  crystals: readonly CrystalRecord[],
  fraction: number,
  seed: number,
): ValidationSplit {
  if (fraction === 0) return { training: crystals, validation: [] };
  const partOf = createSplit({
    seed,
    fractions: { validation: fraction, training: 1 - fraction },
    // Other numbers than those of --split-seed, which may be the same seed.
    groupBy: ({ structure }) => `validation/${reducedFormula(compositionOf(structure))}`,
  });
  const training: CrystalRecord[] = [];
  const validation: CrystalRecord[] = [];
  for (const crystal of crystals) {
    (partOf(crystal) === "validation" ? validation : training).push(crystal);
  }
  if (training.length > 0 && validation.length > 0) return { training, validation };
  throw new CliError(
    "CLI_NO_CRYSTALS",
    `--validation ${fraction} leaves no crystal for ${training.length === 0 ? "training" : "validation"}`,
  );
}
