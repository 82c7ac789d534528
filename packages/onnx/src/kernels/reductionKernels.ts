import type { GraphValue } from "../graph/graphValue.ts";
import { castTo } from "./castTo.ts";
import { like } from "./elementwise.ts";
import type { KernelCall, KernelTranslation } from "./kernelTranslation.ts";
import { normalizeAxes } from "./normalizeAxes.ts";

const operators = {
  Sum: "ReduceSum",
  Mean: "ReduceMean",
  Max: "ReduceMax",
  Min: "ReduceMin",
  Prod: "ReduceProd",
} as const;

/** Kernels that reduce axes. */
export const reductionKernels: ReadonlyMap<string, KernelTranslation> = new Map<
  string,
  KernelTranslation
>([
  ...Object.entries(operators).map(([kernel, operator]): [string, KernelTranslation] => [
    kernel,
    (call) => reduce(call, operator, kernel === "Mean" ? "float32" : undefined),
  ]),
  ["All", (call) => castTo(call.graph, reduce(call, "ReduceMin", "int32"), "bool")],
  ["Any", (call) => castTo(call.graph, reduce(call, "ReduceMax", "int32"), "bool")],
  ["ArgMax", (call) => findIndex(call, "ArgMax")],
  ["ArgMin", (call) => findIndex(call, "ArgMin")],
  [
    "Softmax",
    ({ graph, input, attributes }) => {
      const logits = castTo(graph, input("logits"), "float32");
      return like(graph, "Softmax", [logits], { axis: attributes["dim"] as number });
    },
  ],
  [
    "Cumsum",
    ({ graph, input, attributes: { axis, exclusive, reverse } }) => {
      const x = input("x");
      const along = graph.constant(BigInt64Array.of(BigInt(axis as number)), [], "int64");
      return graph.node(
        "CumSum",
        [x, along],
        { shape: x.shape, type: x.type },
        {
          ...{ exclusive: Number(exclusive === true), reverse: Number(reverse === true) },
        },
      );
    },
  ],
]);

function reduce(
  { graph, input, attributes }: KernelCall,
  operator: string,
  type?: "float32" | "int32",
): GraphValue {
  const given = input("x");
  const x = castTo(graph, given, type ?? (given.type === "bool" ? "int32" : given.type));
  // `Max` alone has another name for them.
  const named = attributes["axis"] ?? attributes["reductionIndices"];
  const axes = normalizeAxes(named, x.shape.length);
  const keepDims = attributes["keepDims"] === true;
  const shape = keepDims
    ? x.shape.map((size, axis) => (axes.includes(axis) ? 1 : size))
    : x.shape.filter((_, axis) => !axes.includes(axis));
  if (axes.length === 0) return x;
  const keepdims = Number(keepDims);
  return graph.node(operator, [x, graph.integers(axes)], { shape, type: x.type }, { keepdims });
}

function findIndex({ graph, input, attributes }: KernelCall, operator: string): GraphValue {
  const x = input("x");
  const [axis = 0] = normalizeAxes(attributes["axis"], x.shape.length);
  const shape = x.shape.filter((_, other) => other !== axis);
  const found = graph.node(operator, [x], { shape, type: "int64" }, { axis, keepdims: 0 });
  return castTo(graph, found, "int32");
}
