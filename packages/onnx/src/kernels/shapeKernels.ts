import type { GraphBuilder } from "../graph/graphBuilder.ts";
import type { GraphValue } from "../graph/graphValue.ts";
import { toTensorType } from "../graph/tensorType.ts";
import type { DataType } from "@tensorflow/tfjs-core";
import { castTo } from "./castTo.ts";
import { combine } from "./elementwise.ts";
import type { KernelCall, KernelTranslation } from "./kernelTranslation.ts";
import { reshapeTo } from "./reshapeTo.ts";

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
    "BroadcastTo",
    ({ graph, input, attributes }) => {
      const x = input("x");
      const shape = attributes["shape"] as number[];
      return graph.node("Expand", [x, graph.integers(shape)], { shape, type: x.type });
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
  ["GatherV2", translateGather],
  ["OneHot", translateOneHot],
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

/** A tensor with constant numbers around it. */
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
  const pads = graph.integers([
    ...paddings.map(([before]) => before),
    ...paddings.map(([, after]) => after),
  ]);
  const fill =
    x.type === "int32" ? graph.constant(Int32Array.of(value), [], "int32") : graph.scalar(value);
  return graph.node("Pad", [x, pads, fill], { shape, type: x.type });
}

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
  const end = begin.map(
    (first, axis) => first + ((shape[axis] as number) - 1) * (strides[axis] as number) + 1,
  );
  const inputs = [
    x,
    graph.integers(begin),
    graph.integers(end),
    graph.integers(begin.map((_, axis) => axis)),
    graph.integers(strides),
  ];
  return graph.node("Slice", inputs, { shape: [...shape], type: x.type });
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

function translateGather({ graph, input, attributes, unsupported }: KernelCall): GraphValue {
  if ((attributes["batchDims"] as number | undefined) ?? 0) unsupported("batchDims other than 0");
  const [x, indices] = [input("x"), castTo(graph, input("indices"), "int64")];
  const axis = ((attributes["axis"] as number) + x.shape.length) % x.shape.length;
  const shape = [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)];
  return graph.node("Gather", [x, indices], { shape, type: x.type }, { axis });
}

function translateOneHot({ graph, input, attributes }: KernelCall): GraphValue {
  const indices = castTo(graph, input("indices"), "int32");
  const depth = attributes["depth"] as number;
  const classes = graph.constant(
    Int32Array.from({ length: depth }, (_, k) => k),
    [depth],
    "int32",
  );
  const column = reshapeTo(graph, indices, [...indices.shape, 1]);
  const hit = combine(graph, "Equal", column, classes, "bool");
  const [on, off] = [attributes["onValue"] as number, attributes["offValue"] as number];
  const chosen = graph.node("Where", [hit, graph.scalar(on), graph.scalar(off)], {
    shape: hit.shape,
    type: "float32",
  });
  return castTo(graph, chosen, attributes["dtype"] ?? "int32");
}
