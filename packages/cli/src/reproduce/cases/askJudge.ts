import type { Cgcnn } from "@ftcp/cgcnn";
import type { Structure } from "@ftcp/crystal";
import { nameColumns } from "../../design/nameColumns.ts";

/**
 * Asks an independent model for the properties of crystals.
 *
 * @param judge - the model
 * @param structures - the crystals
 * @returns for each crystal its properties by name, each in its unit
 */
export async function askJudge(
  judge: Cgcnn,
  structures: readonly Structure[],
): Promise<readonly Readonly<Record<string, number>>[]> {
  const names = judge.scales.map(({ property }) => property);
  return nameColumns(names, await judge.predict(structures));
}
