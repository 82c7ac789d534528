import type { DataType } from "@tensorflow/tfjs-core";
import type { GraphBuilder } from "../graph/graphBuilder.ts";
import type { GraphValue } from "../graph/graphValue.ts";
import { toTensorType } from "../graph/tensorType.ts";
import { castTo } from "./castTo.ts";
import { combine } from "./elementwise.ts";
import type { KernelCall, KernelTranslation } from "./kernelTranslation.ts";
import { reshapeTo } from "./reshapeTo.ts";
import { concatenate } from "./shapeKernels.ts";
import { sliceFrom } from "./sliceFrom.ts";

/** Kernels that read and write by index. */
export const indexKernels: ReadonlyMap<string, KernelTranslation> = new Map<
  string,
  KernelTranslation
>([
  ["GatherV2", translateGather],
  ["GatherNd", translateGatherNd],
  ["ScatterNd", translateScatterNd],
  ["TensorScatterUpdate", translateScatterUpdate],
  ["UnsortedSegmentSum", translateSegmentSum],
  ["OneHot", translateOneHot],
]);

/** Elements along an axis, for each of the first `batchDims` axes by indices of its own. */
function translateGather({ graph, input, attributes }: KernelCall): GraphValue {
  const [x, indices] = [input("x"), castTo(graph, input("indices"), "int64")];
  const rank = x.shape.length;
  const axis = ((attributes["axis"] as number) + rank) % rank;
  const given = (attributes["batchDims"] as number | undefined) ?? 0;
  const batchDims = given < 0 ? given + indices.shape.length : given;
  if (batchDims === 0) {
    const shape = [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)];
    return graph.node("Gather", [x, indices], { shape, type: x.type }, { axis });
  }
  const batch = x.shape.slice(0, batchDims);
  const outer = x.shape.slice(batchDims, axis);
  const inner = x.shape.slice(axis + 1);
  const own = indices.shape.slice(batchDims);
  const [batches, outers, inners, count] = [batch, outer, inner, own].map(product) as [
    number,
    number,
    number,
    number,
  ];
  // ONNX reads row by row only along the last axis that it indexes: the outer axes are read one by one.
  const rows = reshapeTo(graph, x, [batches, outers, x.shape[axis] as number, inners]);
  const places = reshapeTo(graph, indices, [batches, count, 1]);
  const parts = Array.from({ length: outers }, (_, at) => {
    const length = x.shape[axis] as number;
    const part = sliceFrom(graph, rows, [0, at, 0, 0], [batches, 1, length, inners]);
    const shape = [batches, count, inners];
    const gathered = graph.node(
      "GatherND",
      [reshapeTo(graph, part, [batches, length, inners]), places],
      { shape, type: x.type },
      { batch_dims: 1 },
    );
    return reshapeTo(graph, gathered, [batches, 1, count, inners]);
  });
  return reshapeTo(graph, concatenate(graph, parts, 1), [...batch, ...outer, ...own, ...inner]);
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((all, size) => all * size, 1);
}

function translateGatherNd({ graph, input }: KernelCall): GraphValue {
  const [x, indices] = [input("params"), castTo(graph, input("indices"), "int64")];
  const depth = indices.shape.at(-1) as number;
  const shape = [...indices.shape.slice(0, -1), ...x.shape.slice(depth)];
  return graph.node("GatherND", [x, indices], { shape, type: x.type });
}

/** Adds updates to zeros; those for the same place add up. */
function translateScatterNd({ graph, input, attributes, unsupported }: KernelCall): GraphValue {
  const [indices, updates] = [castTo(graph, input("indices"), "int64"), input("updates")];
  if (updates.type === "bool") unsupported("truth values");
  const shape = attributes["shape"] as number[];
  const zeros = graph.uniform(0, shape, updates.type as "float32" | "int32");
  const size = { shape, type: updates.type };
  return graph.node("ScatterND", [zeros, indices, updates], size, { reduction: "add" });
}

function translateScatterUpdate({ graph, input }: KernelCall): GraphValue {
  const [tensor, updates] = [input("tensor"), input("updates")];
  const indices = castTo(graph, input("indices"), "int64");
  const { shape, type } = tensor;
  return graph.node("ScatterND", [tensor, indices, updates], { shape, type });
}

/** Sums of the rows with the same segment; rows of segments that do not exist are left out. */
function translateSegmentSum({ graph, input, attributes, unsupported }: KernelCall): GraphValue {
  const [x, ids] = [input("x"), castTo(graph, input("segmentIds"), "int32")];
  if (ids.shape.length !== 1) unsupported("segments of other than rows");
  if (x.type === "bool") unsupported("truth values");
  const count = attributes["numSegments"] as number;
  const [rows] = ids.shape as [number];
  const inner = x.shape.slice(1);
  const whole = (value: number): GraphValue => graph.uniform(value, [], "int32");
  const exists = combine(
    graph,
    "And",
    combine(graph, "GreaterOrEqual", ids, whole(0), "bool"),
    combine(graph, "Less", ids, whole(count), "bool"),
  );
  // One segment more takes them.
  const places = graph.node("Where", [exists, ids, whole(count)], { shape: [rows], type: "int32" });
  const indices = castTo(graph, reshapeTo(graph, places, [rows, 1]), "int64");
  const type = x.type as "float32" | "int32";
  const zeros = graph.uniform(0, [count + 1, ...inner], type);
  const size = { shape: zeros.shape, type };
  const sums = graph.node("ScatterND", [zeros, indices, x], size, { reduction: "add" });
  return sliceFrom(
    graph,
    sums,
    sums.shape.map(() => 0),
    [count, ...inner],
  );
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
  const type = toTensorType((attributes["dtype"] as DataType | undefined) ?? "int32");
  return castTo(graph, chosen, type);
}

/** Elements along an axis in an order that is known when the graph is built. */
export function takeAlong(
  graph: GraphBuilder,
  x: GraphValue,
  axis: number,
  order: readonly number[],
): GraphValue {
  if (order.length === x.shape[axis] && order.every((place, at) => place === at)) return x;
  const shape = x.shape.map((size, other) => (other === axis ? order.length : size));
  return graph.node("Gather", [x, graph.integers(order)], { shape, type: x.type }, { axis });
}
