import type { GraphBuilder } from "../graph/graphBuilder.ts";
import type { GraphValue } from "../graph/graphValue.ts";
import { castTo } from "./castTo.ts";

/** Two tensors as the wider of their types; tfjs's operations see to that, its gradients not always. */
export function sameTypes(
  graph: GraphBuilder,
  left: GraphValue,
  right: GraphValue,
): readonly [GraphValue, GraphValue] {
  if (left.type === right.type) return [left, right];
  const type = left.type === "float32" || right.type === "float32" ? "float32" : "int32";
  return [castTo(graph, left, type), castTo(graph, right, type)];
}
