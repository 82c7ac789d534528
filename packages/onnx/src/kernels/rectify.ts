import type { GraphBuilder } from "../graph/graphBuilder.ts";
import type { GraphValue } from "../graph/graphValue.ts";
import { like } from "./elementwise.ts";

/** max(0, x). */
export function rectify(graph: GraphBuilder, x: GraphValue): GraphValue {
  return like(graph, "Relu", [x]);
}
