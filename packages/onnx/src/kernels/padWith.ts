import type { GraphBuilder } from "../graph/graphBuilder.ts";
import type { GraphValue } from "../graph/graphValue.ts";

/** A tensor with constant numbers around it; where a padding is negative, so many are cut off. */
export function padWith(
  graph: GraphBuilder,
  x: GraphValue,
  paddings: readonly (readonly [number, number])[],
  value: number,
): GraphValue {
  if (paddings.every(([before, after]) => before === 0 && after === 0)) return x;
  const shape = x.shape.map(
    (size, axis) => size + (paddings[axis]?.[0] ?? 0) + (paddings[axis]?.[1] ?? 0),
  );
  const { type } = x;
  if (type !== "int64" && x.uniform === value) return graph.uniform(value, shape, type);
  const pads = graph.integers([
    ...paddings.map(([before]) => before),
    ...paddings.map(([, after]) => after),
  ]);
  const fill = type === "int64" ? graph.scalar(value) : graph.uniform(value, [], type);
  return graph.node("Pad", [x, pads, fill], { shape, type });
}
