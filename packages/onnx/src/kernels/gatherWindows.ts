import type { GraphBuilder } from "../graph/graphBuilder.ts";
import type { GraphValue } from "../graph/graphValue.ts";
import type { ConvolutionGeometry, WindowAxis } from "./convolutionGeometry.ts";
import { fitAxis } from "./fitAxis.ts";
import { padWith } from "./padWith.ts";
import { reshapeTo } from "./reshapeTo.ts";
import { concatenate } from "./shapeKernels.ts";
import { sliceFrom } from "./sliceFrom.ts";

/**
 * The windows of a convolution as the rows of a matrix,
 * `[batch, height, width, channels]` to `[batch · outHeight · outWidth, taps · channels]`, so that the
 * convolution is one product with the filter. Where a window reaches over the edge, it holds `outside`.
 */
export function gatherWindows(
  graph: GraphBuilder,
  x: GraphValue,
  geometry: ConvolutionGeometry,
  outside = 0,
): GraphValue {
  const { batch, height, width, inChannels } = geometry;
  const rows = batch * height.out * width.out;
  const depth = height.taps * width.taps * inChannels;
  if (isLine(geometry))
    return reshapeTo(graph, lineWindows(graph, x, geometry, outside), [rows, depth]);
  let padded = fitAxis(graph, x, 1, height.before, reach(height), outside);
  padded = fitAxis(graph, padded, 2, width.before, reach(width), outside);
  const parts: GraphValue[] = [];
  for (let i = 0; i < height.taps; i++) {
    for (let j = 0; j < width.taps; j++) {
      const begin = [0, i * height.dilation, j * width.dilation, 0];
      const shape = [batch, height.out, width.out, inChannels];
      parts.push(sliceFrom(graph, padded, begin, shape, [1, height.stride, width.stride, 1]));
    }
  }
  return reshapeTo(graph, concatenate(graph, parts, 3), [rows, depth]);
}

/** Length of the input that the windows see. */
export function reach({ out, stride, taps, dilation }: WindowAxis): number {
  return (out - 1) * stride + (taps - 1) * dilation + 1;
}

/** Whether this is a convolution along one line, as `tf.conv1d` makes it. */
export function isLine({ height, width }: ConvolutionGeometry): boolean {
  const isFlat = height.size === 1 && height.out === 1 && height.taps === 1;
  return isFlat && height.before === 0 && width.dilation === 1;
}

/** How many elements of a window lie in each of the blocks of `stride` elements that it spans. */
export function blocksOf({ taps, stride }: WindowAxis): number[] {
  const count = Math.ceil(taps / stride);
  return Array.from({ length: count }, (_, block) => Math.min(stride, taps - block * stride));
}

/** Along a line, blocks of `stride` elements are neighbours in memory, so that no slice needs a stride. */
function lineWindows(
  graph: GraphBuilder,
  x: GraphValue,
  { batch, width, inChannels }: ConvolutionGeometry,
  outside: number,
): GraphValue {
  const { size, out, stride, before } = width;
  const line = reshapeTo(graph, x, [batch, size, inChannels]);
  const isGrouped = size % stride === 0 && before % stride === 0;
  const parts = blocksOf(width).map((taps, block) => {
    const missing = (stride - taps) * inChannels;
    if (isGrouped) {
      const groups = reshapeTo(graph, line, [batch, size / stride, stride * inChannels]);
      const first = before / stride - block;
      const behind = out - size / stride - first;
      return padWith(
        graph,
        groups,
        [
          [0, 0],
          [first, behind],
          [0, -missing],
        ],
        outside,
      );
    }
    const first = before - block * stride;
    const fitted = padWith(
      graph,
      line,
      [
        [0, 0],
        [first, out * stride - size - first],
        [0, 0],
      ],
      outside,
    );
    const rows = reshapeTo(graph, fitted, [batch, out, stride * inChannels]);
    return sliceFrom(graph, rows, [0, 0, 0], [batch, out, taps * inChannels]);
  });
  return concatenate(graph, parts, 2);
}
