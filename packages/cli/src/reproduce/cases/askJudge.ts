import type { Cgcnn } from "@ftcp/cgcnn";
import type { Structure } from "@ftcp/crystal";

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
  if (structures.length === 0) return [];
  const names = judge.scales.map(({ property }) => property);
  const values = await judge.predict(structures);
  return structures.map((_, row) =>
    Object.fromEntries(
      names.map((property, column) => [
        property,
        values[row * names.length + column] ?? Number.NaN,
      ]),
    ),
  );
}
