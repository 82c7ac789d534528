import type { GraphBuilder } from "../graph/graphBuilder.ts";
import type { GraphValue } from "../graph/graphValue.ts";
import { broadcastShapes } from "./broadcastShapes.ts";

/** A node of the same shape and type as its first input, or as `result`. */
export function like(
  graph: GraphBuilder,
  operator: string,
  inputs: readonly [GraphValue, ...(GraphValue | undefined)[]],
  attributes?: Parameters<GraphBuilder["node"]>[3],
  result: GraphValue = inputs[0],
): GraphValue {
  const { shape, type } = result;
  return graph.node(operator, inputs, { shape, type }, attributes);
}

/** A node of two inputs that are broadcast against each other. */
export function combine(
  graph: GraphBuilder,
  operator: string,
  left: GraphValue,
  right: GraphValue,
  type: GraphValue["type"] = left.type,
): GraphValue {
  const shape = broadcastShapes(left.shape, right.shape);
  const unchanged = neutral(operator, left, right, shape);
  if (unchanged !== undefined) return unchanged;
  const inputs = [narrow(graph, left, right, shape), narrow(graph, right, left, shape)];
  return graph.node(operator, inputs, { shape, type });
}

/** x + 0, x - 0, x · 1 and x / 1 are x; tfjs's gradients are full of them. */
function neutral(
  operator: string,
  left: GraphValue,
  right: GraphValue,
  shape: readonly number[],
): GraphValue | undefined {
  const element = operator === "Mul" || operator === "Div" ? 1 : 0;
  const commutes = operator === "Mul" || operator === "Add";
  if (!commutes && operator !== "Div" && operator !== "Sub") return undefined;
  if (right.uniform === element && sameShape(left.shape, shape)) return left;
  if (commutes && left.uniform === element && sameShape(right.shape, shape)) return right;
  return undefined;
}

/** A tensor of equal elements as one of them, where the other input gives the shape. */
function narrow(
  graph: GraphBuilder,
  value: GraphValue,
  other: GraphValue,
  shape: readonly number[],
): GraphValue {
  const { uniform, type } = value;
  if (uniform === undefined || type === "int64" || !sameShape(other.shape, shape)) return value;
  return graph.uniform(uniform, [], type);
}

function sameShape(left: readonly number[], right: readonly number[]): boolean {
  return left.length === right.length && left.every((size, axis) => size === right[axis]);
}
