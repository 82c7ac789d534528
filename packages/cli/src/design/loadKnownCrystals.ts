import type { CrystalRecord } from "@ftcp/datasets";
import type { LatentIndex } from "@ftcp/sampling";
import { CliError } from "../cliError.ts";
import { loadCrystals } from "../data/loadCrystals.ts";
import type { CommandContext } from "../io/commandContext.ts";

/**
 * Reads the crystals of a latent index, which itself holds none, from the data that its model was trained on.
 *
 * @param path - the data
 * @param index - the index
 * @param context - progress, warnings and abort
 * @returns the crystals whose ids the index has
 * @throws {@link CliError} with code `CLI_NO_CRYSTALS` when there are none; whatever {@link loadCrystals} throws
 */
export async function loadKnownCrystals(
  path: string,
  index: LatentIndex,
  context: CommandContext,
): Promise<readonly CrystalRecord[]> {
  const { crystals } = await loadCrystals({ path, lazy: true }, context);
  const known = crystals.filter(({ id }) => index.rowOf(id) !== undefined);
  if (known.length > 0) return known;
  const message = `${path}: no crystal of it is in the latent index of the model`;
  throw new CliError("CLI_NO_CRYSTALS", message, { path });
}
