import type { GraphBuilder } from "../graph/graphBuilder.ts";
import type { GraphValue } from "../graph/graphValue.ts";
import type { ConvolutionGeometry } from "./convolutionGeometry.ts";
import { combine } from "./elementwise.ts";
import { fitAxis } from "./fitAxis.ts";
import { blocksOf, isLine } from "./gatherWindows.ts";
import { padWith } from "./padWith.ts";
import { reshapeTo } from "./reshapeTo.ts";
import { unfit } from "./scatterWindows.ts";
import { concatenate, transposeTo } from "./shapeKernels.ts";
import { sliceFrom } from "./sliceFrom.ts";

/**
 * Whether a convolution along a line moves fewer numbers when its results are shifted and added instead of its input
 * being copied window by window: where there are fewer outgoing channels than a window has numbers.
 */
export function isNarrow(geometry: ConvolutionGeometry): boolean {
  const { width, inChannels, outChannels } = geometry;
  const blocks = blocksOf(width).length;
  return isLine(geometry) && blocks > 1 && blocks * outChannels < width.taps * inChannels;
}

/** How a line lies in groups of `stride` neighbours, and the filter over them. */
interface Grouping {
  /** Groups of a line. */
  readonly count: number;
  /** The group before the first of a line that the first window sees is minus this. */
  readonly before: number;
  /** Taps of zeros before the filter, so that it begins where a group begins. */
  readonly extra: number;
  /** Whether the line is padded first, where it does not fall into groups by itself. */
  readonly isPadded: boolean;
}

function groupingOf({ width }: ConvolutionGeometry): Grouping {
  const { size, out, taps, stride, before } = width;
  const extra = (stride - (before % stride)) % stride;
  const fits = size % stride === 0 && Math.ceil((taps + extra) / stride) === blocksOf(width).length;
  return fits
    ? { count: size / stride, before: (before + extra) / stride, extra, isPadded: false }
    : { count: out + blocksOf(width).length - 1, before: 0, extra: 0, isPadded: true };
}

/**
 * A convolution along a line: every group of `stride` elements times all blocks of the filter at once, and then the
 * sum of what belongs to one window. `[batch, 1, width, channels]` to `[batch, outWidth, outChannels]`.
 */
export function convolveShifted(
  graph: GraphBuilder,
  x: GraphValue,
  filter: GraphValue,
  geometry: ConvolutionGeometry,
): GraphValue {
  const { batch, width, outChannels } = geometry;
  const { count, before } = groupingOf(geometry);
  const rows = groupRows(graph, x, geometry);
  const matrix = filterColumns(graph, filter, geometry);
  const blocks = blocksOf(width).length;
  const shape = [rows.shape[0] as number, blocks * outChannels];
  const product = graph.node("Gemm", [rows, matrix], { shape, type: "float32" });
  const lines = reshapeTo(graph, product, [batch, count, blocks * outChannels]);
  const parts = Array.from({ length: blocks }, (_, block) =>
    padWith(
      graph,
      lines,
      [
        [0, 0],
        [before - block, width.out - count - (before - block)],
        [-block * outChannels, -(blocks - 1 - block) * outChannels],
      ],
      0,
    ),
  );
  return parts.reduce((sum, part) => combine(graph, "Add", sum, part));
}

/** The gradient of {@link convolveShifted} for its filter, `[taps · inChannels, outChannels]`. */
export function filterGradientShifted(
  graph: GraphBuilder,
  x: GraphValue,
  gradient: GraphValue,
  geometry: ConvolutionGeometry,
): GraphValue {
  const { width, inChannels, outChannels } = geometry;
  const { extra } = groupingOf(geometry);
  const rows = groupRows(graph, x, geometry);
  const columns = shiftGradient(graph, gradient, geometry);
  const blocks = blocksOf(width).length;
  const depth = width.stride * inChannels;
  const size = { shape: [depth, blocks * outChannels], type: "float32" as const };
  const product = graph.node("Gemm", [rows, columns], size, { transA: 1 });
  const grid = reshapeTo(graph, product, [depth, blocks, outChannels]);
  const whole = reshapeTo(graph, transposeTo(graph, grid, [1, 0, 2]), [
    blocks * depth,
    outChannels,
  ]);
  const taps = [width.taps * inChannels, outChannels];
  return sliceFrom(graph, whole, [extra * inChannels, 0], taps);
}

/** The gradient of {@link convolveShifted} for its input, `[batch, width, inChannels]`. */
export function inputGradientShifted(
  graph: GraphBuilder,
  gradient: GraphValue,
  filter: GraphValue,
  geometry: ConvolutionGeometry,
): GraphValue {
  const { batch, width, inChannels } = geometry;
  const { count, isPadded } = groupingOf(geometry);
  const columns = shiftGradient(graph, gradient, geometry);
  const matrix = filterColumns(graph, filter, geometry);
  const shape = [batch * count, width.stride * inChannels];
  const product = graph.node(
    "Gemm",
    [columns, matrix],
    { shape, type: "float32" },
    { transA: 0, transB: 1 },
  );
  const line = reshapeTo(graph, product, [batch, count * width.stride, inChannels]);
  return isPadded ? unfit(graph, line, 1, width.before, width.size) : line;
}

/** The input, `stride` neighbouring elements a row: `[batch · groups, stride · inChannels]`. */
function groupRows(graph: GraphBuilder, x: GraphValue, geometry: ConvolutionGeometry): GraphValue {
  const { batch, width, inChannels } = geometry;
  const { count, isPadded } = groupingOf(geometry);
  const line = reshapeTo(graph, x, [batch, width.size, inChannels]);
  const fitted = isPadded ? fitAxis(graph, line, 1, width.before, count * width.stride) : line;
  return reshapeTo(graph, fitted, [batch * count, width.stride * inChannels]);
}

/** The filter's blocks of `stride` taps side by side: `[stride · inChannels, blocks · outChannels]`. */
function filterColumns(
  graph: GraphBuilder,
  filter: GraphValue,
  geometry: ConvolutionGeometry,
): GraphValue {
  const { width, inChannels, outChannels } = geometry;
  const { extra } = groupingOf(geometry);
  const blocks = blocksOf(width).length;
  const depth = width.stride * inChannels;
  const flat = reshapeTo(graph, filter, [width.taps * inChannels, outChannels]);
  const whole = fitAxis(graph, flat, 0, extra * inChannels, blocks * depth);
  const grid = reshapeTo(graph, whole, [blocks, depth, outChannels]);
  return reshapeTo(graph, transposeTo(graph, grid, [1, 0, 2]), [depth, blocks * outChannels]);
}

/** For every group and block, the gradient of the window that sees it so: `[batch · groups, blocks · outChannels]`. */
function shiftGradient(
  graph: GraphBuilder,
  gradient: GraphValue,
  geometry: ConvolutionGeometry,
): GraphValue {
  const { batch, width, outChannels } = geometry;
  const { count, before } = groupingOf(geometry);
  const blocks = blocksOf(width).length;
  const line = reshapeTo(graph, gradient, [batch, width.out, outChannels]);
  const parts = Array.from({ length: blocks }, (_, block) =>
    padWith(
      graph,
      line,
      [
        [0, 0],
        [block - before, count - width.out - (block - before)],
        [0, 0],
      ],
      0,
    ),
  );
  const columns = concatenate(graph, parts, 2);
  return reshapeTo(graph, columns, [batch * count, blocks * outChannels]);
}
