import type { DataType } from "@tensorflow/tfjs-core";
import type { GraphBuilder } from "../graph/graphBuilder.ts";
import type { GraphValue } from "../graph/graphValue.ts";
import { onnxTypes, toTensorType, type TensorType } from "../graph/tensorType.ts";

/** The same numbers as another type, as tfjs casts: towards zero for whole numbers, non-zero is true. */
export function castTo(graph: GraphBuilder, value: GraphValue, type: unknown): GraphValue {
  const target: TensorType = type === "int64" ? type : toTensorType(type as DataType);
  if (value.type === target) return value;
  return graph.node(
    "Cast",
    [value],
    { shape: value.shape, type: target },
    { to: onnxTypes[target] },
  );
}
