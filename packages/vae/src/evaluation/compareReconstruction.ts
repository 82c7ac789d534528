import { compareStructures, compositionOf, reducedFormula, type Structure } from "@ftcp/crystal";
import { blockOf, defeaturize, type FtcpLayout, type FtcpTensor } from "@ftcp/featurize";
import type { ReconstructionComparison } from "./reconstructionComparison.ts";

/**
 * Compares a crystal with what a decoder made of it.
 *
 * @param crystal - the `structure`; its tensor, `truth`; and the `decoded` tensor, with probabilities in
 *   the place of one-hot vectors; both `[1, rows, columns]` in physical units
 * @param layout - of both tensors
 * @param options - `matches` asks a `StructureMatcher` too, which takes milliseconds
 * @returns the errors of every number, honestly and as the Python reference counts them
 * @throws `FeaturizeError` with code `FEATURIZE_SHAPE_MISMATCH` when the decoded tensor is not of
 *   the layout, and `FEATURIZE_NOT_INVERTIBLE` when the layout does not determine crystals
 *
 * @remarks
 * Where the decoder gives a wrong number of sites, the coordinates of the real sites are compared with
 * the rows of the same sites. A decoder may leave [0, 1) with a coordinate; it counts as its place in
 * the next cell.
 *
 * @example
 * ```ts
 * const truth = featurize(structure, model.layout);
 * const { mean } = await model.encodeTensor(truth);
 * const decoded = await model.decodeTensor(mean);
 * compareReconstruction({ structure, truth, decoded }, model.layout).honest.coordinates;
 * ```
 *
 * @see The paper, section 4.2, Table 3
 */
export function compareReconstruction(
  crystal: {
    readonly structure: Structure;
    readonly truth: FtcpTensor;
    readonly decoded: FtcpTensor;
  },
  layout: FtcpLayout,
  options: { readonly matches?: boolean } = {},
): ReconstructionComparison {
  const { structure, truth, decoded } = crystal;
  const [result] = defeaturize(decoded, layout);
  const back = result?.ok === true ? result.value : undefined;
  const [elements, cell] = [blockOf(layout, "elements"), blockOf(layout, "cell")];
  const coordinates = blockOf(layout, "coordinates");
  const right: Read = (row, column) => truth.data[row * layout.columns + column] as number;
  const given: Read = (row, column) => decoded.data[row * layout.columns + column] as number;
  const cut: Read = (row, column) => {
    const value = given(row, column);
    return value < referenceThreshold ? 0 : value;
  };

  const slots = range(layout.maxElements).map((slot) => {
    const [element, decodedElement, cutElement] = [right, given, cut].map((read) => {
      return argmax(elements.start, elements.end, (row) => read(row, slot));
    }) as [number, number, number];
    const isEmpty = layout.emptyClass ? element === elements.end - 1 : right(element, slot) < 0.5;
    return { isEmpty, honest: decodedElement === element, reference: cutElement === element };
  });
  const shares = (row: number, read: Read, least = 0): number[] =>
    range(3).map((k) => Math.abs(read(row, k) - right(row, k)) / (right(row, k) + least));
  const differences = (read: Read): number[] =>
    structure.sites.flatMap((_, site) => {
      const row = coordinates.start + site;
      return range(3).map((axis) => Math.abs(read(row, axis) - right(row, axis)));
    });

  const formula = reducedFormula(compositionOf(structure));
  return {
    honest: {
      elements: slots.filter(({ isEmpty }) => !isEmpty).map(({ honest }) => honest),
      lengths: shares(cell.start, given),
      angles: shares(cell.start + 1, given),
      coordinates: differences(given).map((difference) => {
        const within = difference % 1; // a decoder may be wrong by more than a whole cell
        return Math.min(within, 1 - within);
      }),
    },
    reference: {
      elements: slots.map(({ reference }) => reference),
      lengths: shares(cell.start, cut, referenceLeast),
      angles: shares(cell.start + 1, cut, referenceLeast),
      coordinates: differences(cut),
    },
    isDecoded: back !== undefined,
    isRightFormula: back !== undefined && reducedFormula(compositionOf(back)) === formula,
    isRightCount: back?.sites.length === structure.sites.length,
    ...(options.matches === true
      ? { isMatch: back !== undefined && compareStructures(structure, back, cdvaeTolerances) }
      : {}),
  };
}

type Read = (row: number, column: number) => number;

/** The reference sets decoded numbers below this to 0. */
const referenceThreshold = 0.1;

/** What the reference adds to every divisor. */
const referenceLeast = 1e-12;

/** Those of CDVAE's benchmark. */
const cdvaeTolerances = { lengthTolerance: 0.3, siteTolerance: 0.5, angleTolerance: 10 };

/** Row of the largest value, the first in a tie. */
function argmax(start: number, end: number, value: (row: number) => number): number {
  let best = start;
  for (let row = start + 1; row < end; row++) {
    if (value(row) > value(best)) best = row;
  }
  return best;
}

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => i);
}
