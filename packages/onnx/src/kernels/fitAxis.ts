import type { GraphBuilder } from "../graph/graphBuilder.ts";
import type { GraphValue } from "../graph/graphValue.ts";
import { padWith, sliceFrom } from "./shapeKernels.ts";

/** A tensor with `before` zeros before an axis and zeros behind it, or with its end cut off, to a length. */
export function fitAxis(
  graph: GraphBuilder,
  x: GraphValue,
  axis: number,
  before: number,
  length: number,
): GraphValue {
  const size = x.shape[axis] as number;
  const kept = Math.min(size, length - before);
  const shape = x.shape.map((other, index) => (index === axis ? kept : other));
  const cut = sliceFrom(
    graph,
    x,
    x.shape.map(() => 0),
    shape,
  );
  const paddings = x.shape.map((_, index): [number, number] =>
    index === axis ? [before, length - before - kept] : [0, 0],
  );
  return padWith(graph, cut, paddings, 0);
}
