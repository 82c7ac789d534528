import type { GraphBuilder } from "../graph/graphBuilder.ts";
import type { GraphValue } from "../graph/graphValue.ts";
import { like } from "./elementwise.ts";

const [lowest, highest] = [-(2 ** 31), 2 ** 31 - 1];

/** Numbers between two bounds; those of whole numbers are cut to whole numbers, as tfjs does with the result. */
export function clip(graph: GraphBuilder, x: GraphValue, min: number, max: number): GraphValue {
  const bounds = [min, max].map((bound) =>
    x.type === "int32"
      ? graph.uniform(Math.trunc(Math.min(Math.max(bound, lowest), highest)), [], "int32")
      : graph.scalar(bound),
  );
  return like(graph, "Clip", [x, ...bounds]);
}
