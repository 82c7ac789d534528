import type { GraphBuilder } from "../graph/graphBuilder.ts";
import type { GraphValue } from "../graph/graphValue.ts";

/** The same numbers in another shape. */
export function reshapeTo(
  graph: GraphBuilder,
  value: GraphValue,
  shape: readonly number[],
): GraphValue {
  const { type, constant, uniform } = value;
  if (
    shape.length === value.shape.length &&
    shape.every((size, axis) => size === value.shape[axis])
  ) {
    return value;
  }
  if (uniform !== undefined && type !== "int64") return graph.uniform(uniform, shape, type);
  if (constant !== undefined && constant.length <= 64) return graph.constant(constant, shape, type);
  // Of a chain of reshapes only the last one counts.
  const producer = graph.producerOf(value.name);
  const source = producer?.operator === "Reshape" ? producer.inputs[0] : undefined;
  if (source !== undefined) return reshapeTo(graph, graph.values.get(source) as GraphValue, shape);
  return graph.node("Reshape", [value, graph.integers(shape)], { shape: [...shape], type });
}
