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
  const rows = groupRows(graph, x, geometry);
  const matrix = filterColumns(graph, filter, geometry);
  const blocks = blocksOf(width).length;
  const shape = [rows.shape[0] as number, blocks * outChannels];
  const product = graph.node("Gemm", [rows, matrix], { shape, type: "float32" });
  const lines = reshapeTo(graph, product, [batch, width.out + blocks - 1, blocks * outChannels]);
  const parts = Array.from({ length: blocks }, (_, block) =>
    sliceFrom(graph, lines, [0, block, block * outChannels], [batch, width.out, outChannels]),
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
  return sliceFrom(graph, whole, [0, 0], [width.taps * inChannels, outChannels]);
}

/** The gradient of {@link convolveShifted} for its input, `[batch, width, inChannels]`. */
export function inputGradientShifted(
  graph: GraphBuilder,
  gradient: GraphValue,
  filter: GraphValue,
  geometry: ConvolutionGeometry,
): GraphValue {
  const { batch, width, inChannels } = geometry;
  const columns = shiftGradient(graph, gradient, geometry);
  const matrix = filterColumns(graph, filter, geometry);
  const length = width.out + blocksOf(width).length - 1;
  const shape = [batch * length, width.stride * inChannels];
  const product = graph.node(
    "Gemm",
    [columns, matrix],
    { shape, type: "float32" },
    { transA: 0, transB: 1 },
  );
  const line = reshapeTo(graph, product, [batch, length * width.stride, inChannels]);
  return unfit(graph, line, 1, width.before, width.size);
}

/** The input with its padding, `stride` neighbouring elements a row: `[batch · groups, stride · inChannels]`. */
function groupRows(
  graph: GraphBuilder,
  x: GraphValue,
  { batch, width, inChannels }: ConvolutionGeometry,
): GraphValue {
  const length = width.out + blocksOf(width).length - 1;
  const line = reshapeTo(graph, x, [batch, width.size, inChannels]);
  const fitted = fitAxis(graph, line, 1, width.before, length * width.stride);
  return reshapeTo(graph, fitted, [batch * length, width.stride * inChannels]);
}

/** The filter's blocks of `stride` taps side by side: `[stride · inChannels, blocks · outChannels]`. */
function filterColumns(
  graph: GraphBuilder,
  filter: GraphValue,
  { width, inChannels, outChannels }: ConvolutionGeometry,
): GraphValue {
  const blocks = blocksOf(width).length;
  const depth = width.stride * inChannels;
  const flat = reshapeTo(graph, filter, [width.taps * inChannels, outChannels]);
  const whole = fitAxis(graph, flat, 0, 0, blocks * depth);
  const grid = reshapeTo(graph, whole, [blocks, depth, outChannels]);
  return reshapeTo(graph, transposeTo(graph, grid, [1, 0, 2]), [depth, blocks * outChannels]);
}

/** For every group and block, the gradient of the window that sees it so: `[batch · groups, blocks · outChannels]`. */
function shiftGradient(
  graph: GraphBuilder,
  gradient: GraphValue,
  { batch, width, outChannels }: ConvolutionGeometry,
): GraphValue {
  const blocks = blocksOf(width).length;
  const line = reshapeTo(graph, gradient, [batch, width.out, outChannels]);
  const parts = Array.from({ length: blocks }, (_, block) =>
    padWith(
      graph,
      line,
      [
        [0, 0],
        [block, blocks - 1 - block],
        [0, 0],
      ],
      0,
    ),
  );
  const columns = concatenate(graph, parts, 2);
  return reshapeTo(graph, columns, [batch * (width.out + blocks - 1), blocks * outChannels]);
}
