import type { GraphBuilder } from "../graph/graphBuilder.ts";
import type { GraphValue } from "../graph/graphValue.ts";
import type { ConvolutionGeometry } from "./convolutionGeometry.ts";
import { combine, like } from "./elementwise.ts";
import { fitAxis } from "./fitAxis.ts";
import { blocksOf, isLine, reach } from "./gatherWindows.ts";
import { reshapeTo } from "./reshapeTo.ts";
import { padWith } from "./padWith.ts";
import { sliceFrom } from "./sliceFrom.ts";

/**
 * The transpose of `gatherWindows`: adds every window's numbers to the places where they come from,
 * `[batch · outHeight · outWidth, taps · channels]` to `[batch, height, width, channels]`.
 */
export function scatterWindows(
  graph: GraphBuilder,
  windows: GraphValue,
  geometry: ConvolutionGeometry,
): GraphValue {
  const { batch, height, width, inChannels } = geometry;
  const shape = [batch, height.size, width.size, inChannels];
  if (isLine(geometry)) return reshapeTo(graph, scatterLine(graph, windows, geometry), shape);
  const depth = height.taps * width.taps * inChannels;
  const grid = reshapeTo(graph, windows, [batch, height.out, width.out, depth]);
  const parts: GraphValue[] = [];
  for (let i = 0; i < height.taps; i++) {
    for (let j = 0; j < width.taps; j++) {
      const first = (i * width.taps + j) * inChannels;
      const tap = sliceFrom(
        graph,
        grid,
        [0, 0, 0, first],
        [batch, height.out, width.out, inChannels],
      );
      let spread = reshapeTo(graph, tap, [batch, height.out, 1, width.out, 1, inChannels]);
      spread = padWith(
        graph,
        spread,
        [
          [0, 0],
          [0, 0],
          [0, height.stride - 1],
          [0, 0],
          [0, width.stride - 1],
          [0, 0],
        ],
        0,
      );
      spread = reshapeTo(graph, spread, [
        batch,
        height.out * height.stride,
        width.out * width.stride,
        inChannels,
      ]);
      spread = fitAxis(graph, spread, 1, i * height.dilation, reach(height));
      parts.push(fitAxis(graph, spread, 2, j * width.dilation, reach(width)));
    }
  }
  let sum = addAll(graph, parts);
  sum = unfit(graph, sum, 1, height.before, height.size);
  return unfit(graph, sum, 2, width.before, width.size);
}

function scatterLine(
  graph: GraphBuilder,
  windows: GraphValue,
  { batch, width, inChannels }: ConvolutionGeometry,
): GraphValue {
  const blocks = blocksOf(width);
  const { size, out, stride, before } = width;
  const depth = width.taps * inChannels;
  const rows = reshapeTo(graph, windows, [batch, out, depth]);
  if (size % stride === 0 && before % stride === 0) {
    const pieces = blocks.map((_, block) => {
      const first = block - before / stride;
      const left = block * stride * inChannels;
      return padWith(
        graph,
        rows,
        [
          [0, 0],
          [first, size / stride - out - first],
          [-left, left + stride * inChannels - depth],
        ],
        0,
      );
    });
    return reshapeTo(graph, addAll(graph, pieces), [batch, size, inChannels]);
  }
  const length = out + blocks.length - 1;
  const parts = blocks.map((taps, block) => {
    const first = block * width.stride * inChannels;
    const part = sliceFrom(graph, rows, [0, 0, first], [batch, width.out, taps * inChannels]);
    const after = blocks.length - 1 - block;
    return padWith(
      graph,
      part,
      [
        [0, 0],
        [block, after],
        [0, (width.stride - taps) * inChannels],
      ],
      0,
    );
  });
  const line = reshapeTo(graph, addAll(graph, parts), [batch, length * width.stride, inChannels]);
  return unfit(graph, line, 1, width.before, width.size);
}

function addAll(graph: GraphBuilder, parts: readonly GraphValue[]): GraphValue {
  if (parts.length > 2) return like(graph, "Sum", parts as readonly [GraphValue, ...GraphValue[]]);
  return parts.reduce((sum, part) => combine(graph, "Add", sum, part));
}

/** Undoes `fitAxis`: what lay before the axis is cut off, what was cut off its end is zero. */
export function unfit(
  graph: GraphBuilder,
  x: GraphValue,
  axis: number,
  before: number,
  size: number,
): GraphValue {
  const kept = Math.min(size, (x.shape[axis] as number) - before);
  const begin = x.shape.map((_, index) => (index === axis ? before : 0));
  const shape = x.shape.map((other, index) => (index === axis ? kept : other));
  const paddings = x.shape.map((_, index): [number, number] => [
    0,
    index === axis ? size - kept : 0,
  ]);
  return padWith(graph, sliceFrom(graph, x, begin, shape), paddings, 0);
}
