import type { GraphBuilder } from "../graph/graphBuilder.ts";
import type { GraphValue } from "../graph/graphValue.ts";
import { padWith } from "./padWith.ts";
import { sliceFrom } from "./sliceFrom.ts";

/** A tensor with `before` numbers `fill` before an axis and more behind it, or with its end cut off, to a length. */
export function fitAxis(
  graph: GraphBuilder,
  x: GraphValue,
  axis: number,
  before: number,
  length: number,
  fill = 0,
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
  return padWith(graph, cut, paddings, fill);
}
