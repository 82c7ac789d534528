import type { GraphBuilder } from "../graph/graphBuilder.ts";
import type { GraphValue } from "../graph/graphValue.ts";

/** The part of a tensor that begins at `begin` and has this shape, every `strides`-th element. */
export function sliceFrom(
  graph: GraphBuilder,
  x: GraphValue,
  begin: readonly number[],
  shape: readonly number[],
  strides: readonly number[] = shape.map(() => 1),
): GraphValue {
  if (
    strides.every((stride) => stride === 1) &&
    shape.every((size, axis) => size === x.shape[axis])
  )
    return x;
  const { uniform, type } = x;
  if (uniform !== undefined && type !== "int64") return graph.uniform(uniform, shape, type);
  const end = begin.map((first, axis) => {
    const [count, stride] = [shape[axis] as number, strides[axis] as number];
    const last = first + (count - 1) * stride;
    if (count === 0) return first;
    // Backwards to the very first element: before it, where negative numbers count from the end.
    if (stride < 0) return last === 0 ? -(x.shape[axis] as number) - 1 : last - 1;
    return last + 1;
  });
  const inputs = [
    x,
    graph.integers(begin),
    graph.integers(end),
    graph.integers(begin.map((_, axis) => axis)),
    graph.integers(strides),
  ];
  return graph.node("Slice", inputs, { shape: [...shape], type });
}
