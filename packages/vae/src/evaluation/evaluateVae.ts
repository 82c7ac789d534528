import { compositionOf, createStructureMatcher, reducedFormula } from "@ftcp/crystal";
import {
  blockOf,
  defeaturize,
  featurizeInto,
  type FtcpTensor,
  type LayoutBlock,
} from "@ftcp/featurize";
import type { CrystalVae } from "../crystalVae.ts";
import type { TrainingCrystal } from "../trainingCrystal.ts";
import { nextTask } from "../training/nextTask.ts";
import { prepareCrystals } from "../training/prepareCrystals.ts";
import { VaeError } from "../vaeError.ts";
import type { VaeMetrics } from "./vaeMetrics.ts";

/**
 * Measures reconstruction (paper, Table 3) and property errors (Table 2).
 *
 * @param model - a fitted model
 * @param crystals - labelled crystals, as a rule a test split
 * @param options - `signal` stops between batches; `onProgress` is told the share done, 0 to 1; `matches`
 *   asks for the match rate too, which takes milliseconds a crystal
 * @returns the metrics
 * @throws {@link VaeError} with code `VAE_NO_CRYSTALS` when no crystal fits the layout
 *
 * @remarks
 * Cell and coordinates are compared in the frame of the model's layout (the canonical cell for layout
 * `ftcp`). Where the decoder gives a wrong number of sites, the coordinates of the real sites are
 * compared with the rows of the same sites.
 *
 * @see The paper, section 4.2, Tables 2 and 3
 */
export async function evaluateVae(
  model: CrystalVae,
  crystals: readonly TrainingCrystal[],
  options: {
    readonly signal?: AbortSignal;
    readonly onProgress?: (share: number) => void;
    readonly matches?: boolean;
  } = {},
): Promise<VaeMetrics> {
  const { layout, fitting, skipped } = prepareCrystals(crystals, model.layout);
  if (fitting.length === 0) {
    throw new VaeError("VAE_NO_CRYSTALS", "no crystal fits the layout", { given: crystals.length });
  }
  const size = layout.rows * layout.columns;
  const sums = {
    ...{ slots: 0, rightSlots: 0, rightFormulas: 0, rightCounts: 0, decoded: 0 },
    ...{ length: 0, angle: 0, coordinates: 0, sites: 0, matched: 0 },
  };
  const errors = new Map(model.properties.map((name) => [name, { sum: 0, count: 0 }]));

  // The tolerances of CDVAE's benchmark.
  const matcher = createStructureMatcher({
    ...{ lengthTolerance: 0.3, siteTolerance: 0.5, angleTolerance: 10 },
  });
  const elements = blockOf(layout, "elements");
  const cell = blockOf(layout, "cell");
  const coordinates = blockOf(layout, "coordinates");
  for (let start = 0; start < fitting.length; start += batchSize) {
    options.signal?.throwIfAborted();
    const chunk = fitting.slice(start, start + batchSize);
    const data = new Float32Array(chunk.length * size);
    chunk.forEach(({ structure }, i) => {
      featurizeInto(structure, layout, data, i * size);
    });
    const truth: FtcpTensor = { data, shape: [chunk.length, layout.rows, layout.columns] };
    const { mean } = await model.encodeTensor(truth);
    const decoded = await model.decodeTensor(mean);
    const structures = defeaturize(decoded, model.layout);
    const predicted = await model.predict(mean);
    const read = (tensor: FtcpTensor, i: number, row: number, column: number): number =>
      tensor.data[(i * layout.rows + row) * layout.columns + column] as number;

    chunk.forEach((crystal, i) => {
      for (let slot = 0; slot < layout.maxElements; slot++) {
        const right = argmax(elements, (row) => read(truth, i, row, slot));
        const isEmpty = layout.emptyClass
          ? right === elements.end - 1
          : read(truth, i, right, slot) < 0.5;
        if (isEmpty) continue; // no element
        sums.slots += 1;
        if (argmax(elements, (row) => read(decoded, i, row, slot)) === right) sums.rightSlots += 1;
      }
      for (let k = 0; k < 3; k++) {
        const length = read(truth, i, cell.start, k);
        const angle = read(truth, i, cell.start + 1, k);
        sums.length += Math.abs(read(decoded, i, cell.start, k) - length) / length / 3;
        sums.angle += Math.abs(read(decoded, i, cell.start + 1, k) - angle) / angle / 3;
      }
      const siteCount = crystal.structure.sites.length;
      sums.sites += siteCount;
      for (let site = 0; site < siteCount; site++) {
        for (let axis = 0; axis < 3; axis++) {
          const row = coordinates.start + site;
          const difference = Math.abs(read(decoded, i, row, axis) - read(truth, i, row, axis));
          sums.coordinates += Math.min(difference, 1 - difference) / 3;
        }
      }
      const result = structures[i];
      if (result?.ok === true) {
        sums.decoded += 1;
        const formula = reducedFormula(compositionOf(result.value));
        if (formula === reducedFormula(compositionOf(crystal.structure))) sums.rightFormulas += 1;
        if (result.value.sites.length === siteCount) sums.rightCounts += 1;
        const isAsked = options.matches === true;
        if (isAsked && matcher.compare(crystal.structure, result.value)) sums.matched += 1;
      }
      model.properties.forEach((property, column) => {
        const label = crystal.properties[property];
        const error = errors.get(property);
        if (label === undefined || Number.isNaN(label) || error === undefined) return;
        const value = predicted[i * model.properties.length + column] as number;
        error.sum += Math.abs(value - label);
        error.count += 1;
      });
    });
    await nextTask(); // an abort must be heard on backends that never wait
    options.onProgress?.(Math.min(1, (start + batchSize) / fitting.length));
  }

  const count = fitting.length;
  return {
    crystals: count,
    skipped: skipped.length,
    elementAccuracy: sums.rightSlots / sums.slots,
    formulaAccuracy: sums.rightFormulas / count,
    siteCountAccuracy: sums.rightCounts / count,
    decodedShare: sums.decoded / count,
    lengthMape: sums.length / count,
    angleMape: sums.angle / count,
    coordinateMae: sums.coordinates / sums.sites,
    ...(options.matches === true ? { matchRate: sums.matched / count } : {}),
    propertyMae: mapValues(errors, ({ sum, count: known }) => sum / known),
    propertyCount: mapValues(errors, ({ count: known }) => known),
  };
}

const batchSize = 256;

/** Position of the largest value within a block of rows, counted from row 0 of the tensor. */
function argmax(block: LayoutBlock, value: (row: number) => number): number {
  let best = block.start;
  for (let row = block.start + 1; row < block.end; row++) {
    if (value(row) > value(best)) best = row;
  }
  return best;
}

function mapValues<T>(
  map: ReadonlyMap<string, T>,
  change: (value: T) => number,
): Record<string, number> {
  return Object.fromEntries([...map].map(([key, value]) => [key, change(value)]));
}
