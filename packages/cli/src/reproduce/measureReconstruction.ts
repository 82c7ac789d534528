import {
  compositionOf,
  createStructureMatcher,
  reducedFormula,
  type Structure,
} from "@ftcp/crystal";
import {
  blockOf,
  defeaturize,
  featurize,
  FeaturizeError,
  type FtcpTensor,
  type LayoutBlock,
} from "@ftcp/featurize";
import type { CrystalVae, TrainingCrystal } from "@ftcp/vae";

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
  model: CrystalVae,
  crystals: readonly TrainingCrystal[],
  signal: AbortSignal,
): Promise<Readonly<Record<string, number>>> {
  const { layout } = model;
  const [elements, cell] = [blockOf(layout, "elements"), blockOf(layout, "cell")];
  const coordinates = blockOf(layout, "coordinates");
  const matcher = createStructureMatcher({
    ...{ lengthTolerance: 0.3, siteTolerance: 0.5, angleTolerance: 10 },
  });
  const sums = new Map<string, { sum: number; count: number }>();
  const add = (name: string, value: number): void => {
    const entry = sums.get(name) ?? { sum: 0, count: 0 };
    entry.sum += value;
    entry.count += 1;
    sums.set(name, entry);
  };
  for (const { structure } of crystals) {
    signal.throwIfAborted();
    const truth = featurizeOne(structure, model);
    if (truth === undefined) continue;
    const { mean } = await model.encodeTensor(truth);
    const decoded = await model.decodeTensor(mean);
    const at = (tensor: FtcpTensor, row: number, column: number): number =>
      tensor.data[row * layout.columns + column] as number;
    // The reference's threshold.
    const cut = (row: number, column: number): number => {
      const value = at(decoded, row, column);
      return value < 0.1 ? 0 : value;
    };
    for (let slot = 0; slot < layout.maxElements; slot++) {
      const right = argmax(elements, (row) => at(truth, row, slot));
      const isEmpty = layout.emptyClass ? right === elements.end - 1 : at(truth, right, slot) < 0.5;
      add("reference.elements", Number(argmax(elements, (row) => cut(row, slot)) === right));
      if (isEmpty) continue;
      add("honest.elements", Number(argmax(elements, (row) => at(decoded, row, slot)) === right));
    }
    for (let k = 0; k < 3; k++) {
      for (const [name, row] of [
        ["lengths", cell.start],
        ["angles", cell.start + 1],
      ] as const) {
        const value = at(truth, row, k);
        add(`reference.${name}`, Math.abs(cut(row, k) - value) / (value + 1e-12));
        add(`honest.${name}`, Math.abs(at(decoded, row, k) - value) / value);
      }
    }
    for (let site = 0; site < structure.sites.length; site++) {
      const row = coordinates.start + site;
      for (let axis = 0; axis < 3; axis++) {
        const value = at(truth, row, axis);
        add("reference.coordinates", Math.abs(cut(row, axis) - value));
        const difference = Math.abs(at(decoded, row, axis) - value) % 1;
        add("honest.coordinates", Math.min(difference, 1 - difference));
      }
    }
    const [result] = defeaturize(decoded, layout);
    const back = result?.ok === true ? result.value : undefined;
    const formula = reducedFormula(compositionOf(structure));
    const isRight = back !== undefined && reducedFormula(compositionOf(back)) === formula;
    add("honest.formula", Number(isRight));
    add("honest.match", Number(back !== undefined && matcher.compare(structure, back)));
  }
  return Object.fromEntries([...sums].map(([name, { sum, count }]) => [name, sum / count]));
}

function featurizeOne(structure: Structure, { layout }: CrystalVae): FtcpTensor | undefined {
  try {
    return featurize(structure, layout);
  } catch (error) {
    if (!(error instanceof FeaturizeError)) throw error;
    return undefined; // does not fit the layout: the training left such crystals out, too
  }
}

/** Row of the largest value of a block, the first in a tie. */
function argmax(block: LayoutBlock, value: (row: number) => number): number {
  let best = block.start;
  for (let row = block.start + 1; row < block.end; row++) {
    if (value(row) > value(best)) best = row;
  }
  return best;
}
