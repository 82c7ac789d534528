import { createRandom } from "@ftcp/random";
import { CliError } from "../cliError.ts";

/** Crystals to learn from and crystals to watch the training with. */
export interface ValidationSplit<T> {
  /** Crystals that it learns from. */
  readonly training: readonly T[];
  /** Crystals whose loss is measured after every epoch. */
  readonly validation: readonly T[];
}

/**
 * Sets some crystals aside for validation, by formula: polymorphs stay together.
 *
 * @param crystals - the crystals of the part that is trained on
 * @param fraction - share of the formulas, in [0, 1)
 * @param seed - decides which
 * @param formulaOf - reduced formula of a crystal
 * @returns both parts
 * @throws {@link CliError} with code `CLI_NO_CRYSTALS` when one part stays empty
 */
export function splitValidation<T>(
  crystals: readonly T[],
  fraction: number,
  seed: number,
  formulaOf: (crystal: T) => string,
): ValidationSplit<T> {
  if (fraction === 0) return { training: crystals, validation: [] };
  // Other numbers than those of --split-seed, which may be the same seed.
  const random = createRandom(seed).fork("split");
  const training: T[] = [];
  const validation: T[] = [];
  for (const crystal of crystals) {
    const draw = random.fork(`validation/${formulaOf(crystal)}`).uniform();
    (draw < fraction ? validation : training).push(crystal);
  }
  if (training.length > 0 && validation.length > 0) return { training, validation };
  throw new CliError(
    "CLI_NO_CRYSTALS",
    `--validation ${fraction} leaves no crystal for ${training.length === 0 ? "training" : "validation"}`,
  );
}
