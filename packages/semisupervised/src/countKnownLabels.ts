import type { TrainingCrystal } from "@ftcp/vae";
import { countLabels } from "./countLabels.ts";
import { SemisupervisedError } from "./semisupervisedError.ts";

/**
 * Counts as {@link countLabels} does, and insists that every property can be learned.
 *
 * @param crystals - partly labelled crystals
 * @param properties - names
 * @returns number of crystals by property, each at least 1
 * @throws {@link SemisupervisedError} with code `SEMISUPERVISED_NO_LABELS`
 */
export function countKnownLabels(
  crystals: readonly Pick<TrainingCrystal, "properties">[],
  properties: readonly string[],
): Readonly<Record<string, number>> {
  const counts = countLabels(crystals, properties);
  const property = properties.find((name) => counts[name] === 0);
  if (property === undefined) return counts;
  throw new SemisupervisedError(
    "SEMISUPERVISED_NO_LABELS",
    `none of ${crystals.length} crystals knows ${property}`,
    { property, crystals: crystals.length },
  );
}
