import type { DataType } from "@tensorflow/tfjs-core";
import { OnnxError } from "../onnxError.ts";

/** The types of numbers that a graph holds, under their tfjs names, and `int64` for shapes and axes. */
export type TensorType = "float32" | "int32" | "bool" | "int64";

/** Values of a tensor of a graph: one number per element, `bool` as 0 and 1. */
export type TensorValues = Float32Array | Int32Array | Uint8Array | BigInt64Array;

/** `TensorProto.DataType` of the ONNX standard. */
export const onnxTypes: Readonly<Record<TensorType, number>> = {
  float32: 1,
  int32: 6,
  int64: 7,
  bool: 9,
};

/** A tfjs type as a type of the graph; complex numbers and strings have none. */
export function toTensorType(type: DataType): Exclude<TensorType, "int64"> {
  if (type === "float32" || type === "int32" || type === "bool") return type;
  throw new OnnxError("ONNX_UNSUPPORTED_TYPE", `tensors of type ${type} have no place in a graph`, {
    actual: type,
  });
}
