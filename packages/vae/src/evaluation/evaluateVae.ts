import { featurizeInto, type FtcpTensor } from "@ftcp/featurize";
import type { CrystalVae } from "../crystalVae.ts";
import type { TrainingCrystal } from "../trainingCrystal.ts";
import { nextTask } from "../training/nextTask.ts";
import { prepareCrystals } from "../training/prepareCrystals.ts";
import { VaeError } from "../vaeError.ts";
import { compareReconstruction } from "./compareReconstruction.ts";
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
 * `ftcp`); {@link compareReconstruction} tells how.
 *
 * @see The paper, section 4.2, Tables 2 and 3
 */
export async function evaluateVae(
  model: Pick<CrystalVae, "layout" | "properties" | "encodeTensor" | "decodeTensor" | "predict">,
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
    const predicted = await model.predict(mean);
    const only = (tensor: FtcpTensor, i: number): FtcpTensor => ({
      data: tensor.data.subarray(i * size, (i + 1) * size),
      shape: [1, layout.rows, layout.columns],
    });

    chunk.forEach((crystal, i) => {
      const { structure } = crystal;
      const { honest, ...whole } = compareReconstruction(
        { structure, truth: only(truth, i), decoded: only(decoded, i) },
        model.layout,
        { matches: options.matches === true },
      );
      sums.slots += honest.elements.length;
      sums.rightSlots += honest.elements.filter(Boolean).length;
      for (const error of honest.lengths) sums.length += error / 3;
      for (const error of honest.angles) sums.angle += error / 3;
      for (const error of honest.coordinates) sums.coordinates += error / 3;
      sums.sites += structure.sites.length;
      sums.decoded += Number(whole.isDecoded);
      sums.rightFormulas += Number(whole.isRightFormula);
      sums.rightCounts += Number(whole.isRightCount);
      sums.matched += Number(whole.isMatch === true);
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

function mapValues<T>(
  map: ReadonlyMap<string, T>,
  change: (value: T) => number,
): Record<string, number> {
  return Object.fromEntries([...map].map(([key, value]) => [key, change(value)]));
}
