import type { GraphBuilder } from "../graph/graphBuilder.ts";
import type { GraphValue } from "../graph/graphValue.ts";
import { toTensorType } from "../graph/tensorType.ts";
import type { DataType } from "@tensorflow/tfjs-core";
import type { KernelTranslation } from "./kernelTranslation.ts";
import { padWith } from "./padWith.ts";
import { reshapeTo } from "./reshapeTo.ts";
import { sliceFrom } from "./sliceFrom.ts";

/** Kernels that move numbers and compute none. */
export const shapeKernels: ReadonlyMap<string, KernelTranslation> = new Map<
  string,
  KernelTranslation
>([
  [
    "Reshape",
    ({ graph, input, attributes }) => {
      const x = input("x");
      return reshapeTo(graph, x, completeShape(x, attributes["shape"] as number[]));
    },
  ],
  [
    "ExpandDims",
    ({ graph, input, attributes }) => {
      const x = input("input");
      const dim = attributes["dim"] as number;
      const at = dim < 0 ? dim + x.shape.length + 1 : dim;
      return reshapeTo(graph, x, [...x.shape.slice(0, at), 1, ...x.shape.slice(at)]);
    },
  ],
  [
    "Transpose",
    ({ graph, input, attributes }) =>
      transposeTo(graph, input("x"), attributes["perm"] as number[]),
  ],
  [
    "Tile",
    ({ graph, input, attributes }) => {
      const x = input("x");
      const reps = attributes["reps"] as number[];
      const shape = x.shape.map((size, axis) => size * (reps[axis] as number));
      return graph.node("Tile", [x, graph.integers(reps)], { shape, type: x.type });
    },
  ],
  [
    "Concat",
    ({ graph, inputs, attributes }) => {
      const rank = inputs[0]?.shape.length ?? 1;
      return concatenate(graph, inputs, ((attributes["axis"] as number) + rank) % rank);
    },
  ],
  [
    "Pack",
    ({ graph, inputs, attributes }) => {
      const rank = (inputs[0]?.shape.length ?? 0) + 1;
      const axis = ((attributes["axis"] as number) + rank) % rank;
      const parts = inputs.map((x) =>
        reshapeTo(graph, x, [...x.shape.slice(0, axis), 1, ...x.shape.slice(axis)]),
      );
      return concatenate(graph, parts, axis);
    },
  ],
  [
    "Unpack",
    ({ graph, input, attributes }) => {
      const x = input("value");
      const axis = ((attributes["axis"] as number) + x.shape.length) % x.shape.length;
      const count = x.shape[axis] as number;
      const shape = x.shape.filter((_, other) => other !== axis);
      return split(
        graph,
        x,
        axis,
        Array.from({ length: count }, () => 1),
      ).map((part) => reshapeTo(graph, part, shape));
    },
  ],
  [
    "SplitV",
    ({ graph, input, attributes }) => {
      const x = input("x");
      const axis = ((attributes["axis"] as number) + x.shape.length) % x.shape.length;
      return split(
        graph,
        x,
        axis,
        splitSizes(x.shape[axis] as number, attributes["numOrSizeSplits"] as number | number[]),
      );
    },
  ],
  [
    "Slice",
    ({ graph, input, attributes }) => {
      const x = input("x");
      const begin = attributes["begin"] as number[];
      const size = attributes["size"] as number[];
      const shape = x.shape.map((length, axis) => {
        const wanted = size[axis] ?? -1;
        return wanted === -1 ? length - (begin[axis] ?? 0) : wanted;
      });
      return sliceFrom(
        graph,
        x,
        x.shape.map((_, axis) => begin[axis] ?? 0),
        shape,
      );
    },
  ],
  [
    "PadV2",
    ({ graph, input, attributes }) => {
      const x = input("x");
      const paddings = attributes["paddings"] as [number, number][];
      return padWith(graph, x, paddings, attributes["constantValue"] as number);
    },
  ],
  [
    "Fill",
    ({ graph, attributes }) => {
      const shape = attributes["shape"] as number[];
      const type = toTensorType((attributes["dtype"] as DataType | undefined) ?? "float32");
      return graph.uniform(attributes["value"] as number, shape, type);
    },
  ],
]);

function completeShape(x: GraphValue, shape: readonly number[]): number[] {
  const size = x.shape.reduce((product, length) => product * length, 1);
  const known = shape.reduce((product, length) => (length === -1 ? product : product * length), 1);
  return shape.map((length) => (length === -1 ? size / known : length));
}

/** The tensor with its axes in another order. */
export function transposeTo(
  graph: GraphBuilder,
  x: GraphValue,
  perm: readonly number[],
): GraphValue {
  const shape = perm.map((axis) => x.shape[axis] as number);
  const rank = perm.length;
  const [count, rows = 1, columns = 1] = [
    x.shape.slice(0, -2).reduce((product, size) => product * size, 1),
    ...x.shape.slice(-2),
  ];
  const isOfMatrices =
    perm.slice(0, -2).every((axis, at) => axis === at) && perm[rank - 1] === rank - 2;
  // Many narrow matrices: a few slices cost less than ONNX Runtime's transposition of one after the other.
  if (isOfMatrices && count >= 16 && Math.min(rows, columns) <= 4 && x.type === "float32") {
    const axis = rows < columns ? rank - 2 : rank - 1;
    const other = axis === rank - 1 ? rank - 2 : rank - 1;
    const parts = Array.from({ length: x.shape[axis] as number }, (_, at) => {
      const begin = x.shape.map((__, index) => (index === axis ? at : 0));
      const size = x.shape.map((length, index) => (index === axis ? 1 : length));
      const turned = size.map((length, index) =>
        index === axis ? (size[other] as number) : index === other ? 1 : length,
      );
      return reshapeTo(graph, sliceFrom(graph, x, begin, size), turned);
    });
    return concatenate(graph, parts, other);
  }
  return graph.node("Transpose", [x], { shape, type: x.type }, { perm: [...perm] });
}

/** Tensors one after the other along an axis. */
export function concatenate(
  graph: GraphBuilder,
  parts: readonly GraphValue[],
  axis: number,
): GraphValue {
  const [first] = parts;
  if (first === undefined) throw new RangeError("nothing to concatenate");
  if (parts.length === 1) return first;
  const total = parts.reduce((sum, part) => sum + (part.shape[axis] as number), 0);
  const shape = first.shape.map((size, other) => (other === axis ? total : size));
  return graph.node("Concat", parts, { shape, type: first.type }, { axis });
}

function split(
  graph: GraphBuilder,
  x: GraphValue,
  axis: number,
  sizes: readonly number[],
): readonly GraphValue[] {
  const outputs = sizes.map((size) => ({
    shape: x.shape.map((length, other) => (other === axis ? size : length)),
    type: x.type,
  }));
  return graph.nodeOfMany("Split", [x, graph.integers(sizes)], outputs, { axis });
}

function splitSizes(length: number, given: number | readonly number[]): number[] {
  if (typeof given === "number") return Array.from({ length: given }, () => length / given);
  const known = given.reduce((sum, size) => (size === -1 ? sum : sum + size), 0);
  return given.map((size) => (size === -1 ? length - known : size));
}
