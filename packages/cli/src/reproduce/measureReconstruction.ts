import type { Structure } from "@ftcp/crystal";
import { featurize, FeaturizeError, type FtcpLayout, type FtcpTensor } from "@ftcp/featurize";
import { compareReconstruction, type CrystalVae, type TrainingCrystal } from "@ftcp/vae";

/**
 * Measures what comes back of crystals that went through a model, in two ways: as the Python reference
 * computes it, and honestly.
 *
 * @param model - a fitted model, of a layout that determines crystals
 * @param crystals - crystals
 * @param signal - stops between batches
 * @returns shares and errors by name: `reference.*` and `honest.*`
 *
 * @remarks
 * As the reference: every decoded number below 0.1 becomes 0 first, whatever it is; elements are compared
 * in all slots, unused ones included; coordinates are compared without their periodicity. Honestly: slots
 * and sites in use alone, periodic distances, whole formulas, and the share that a `StructureMatcher`
 * (0.3, 0.5, 10°) takes for the same crystal.
 */
export async function measureReconstruction(
  model: Pick<CrystalVae, "layout" | "encodeTensor" | "decodeTensor">,
  crystals: readonly TrainingCrystal[],
  signal: AbortSignal,
): Promise<Readonly<Record<string, number>>> {
  const { layout } = model;
  const sums = new Map<string, { sum: number; count: number }>();
  const add = (name: string, value: number): void => {
    const entry = sums.get(name) ?? { sum: 0, count: 0 };
    entry.sum += value;
    entry.count += 1;
    sums.set(name, entry);
  };
  for (const { structure } of crystals) {
    signal.throwIfAborted();
    const truth = featurizeOne(structure, layout);
    if (truth === undefined) continue;
    const { mean } = await model.encodeTensor(truth);
    const decoded = await model.decodeTensor(mean);
    const comparison = compareReconstruction({ structure, truth, decoded }, layout, {
      matches: true,
    });
    for (const part of ["elements", "lengths", "angles", "coordinates"] as const) {
      for (const way of ["reference", "honest"] as const) {
        for (const value of comparison[way][part]) add(`${way}.${part}`, Number(value));
      }
    }
    add("honest.formula", Number(comparison.isRightFormula));
    add("honest.match", Number(comparison.isMatch));
  }
  return Object.fromEntries([...sums].map(([name, { sum, count }]) => [name, sum / count]));
}

function featurizeOne(structure: Structure, layout: FtcpLayout): FtcpTensor | undefined {
  try {
    return featurize(structure, layout);
  } catch (error) {
    if (!(error instanceof FeaturizeError)) throw error;
    return undefined; // does not fit the layout: the training left such crystals out, too
  }
}
