import type { GraphBuilder } from "../graph/graphBuilder.ts";
import type { GraphValue } from "../graph/graphValue.ts";
import { broadcastShapes } from "./broadcastShapes.ts";
import { castTo } from "./castTo.ts";
import { combine, like } from "./elementwise.ts";
import type { KernelCall, KernelTranslation } from "./kernelTranslation.ts";

const arithmetic = {
  Add: "Add",
  Sub: "Sub",
  Multiply: "Mul",
  Maximum: "Max",
  Minimum: "Min",
  Pow: "Pow",
} as const;
const comparisons = {
  Equal: "Equal",
  Greater: "Greater",
  GreaterEqual: "GreaterOrEqual",
  Less: "Less",
  LessEqual: "LessOrEqual",
} as const;
const logic = { LogicalAnd: "And", LogicalOr: "Or" } as const;

/** Kernels of two tensors that are broadcast against each other. */
export const binaryKernels: ReadonlyMap<string, KernelTranslation> = new Map<
  string,
  KernelTranslation
>([
  ...Object.entries(arithmetic).map(([kernel, operator]): [string, KernelTranslation] => [
    kernel,
    ({ graph, input }) => combine(graph, operator, input("a"), input("b")),
  ]),
  ...Object.entries(comparisons).map(([kernel, operator]): [string, KernelTranslation] => [
    kernel,
    ({ graph, input }) =>
      combine(graph, operator, ordered(graph, input("a")), ordered(graph, input("b")), "bool"),
  ]),
  ...Object.entries(logic).map(([kernel, operator]): [string, KernelTranslation] => [
    kernel,
    ({ graph, input }) => combine(graph, operator, input("a"), input("b"), "bool"),
  ]),
  [
    "NotEqual",
    ({ graph, input }) => {
      const [left, right] = [ordered(graph, input("a")), ordered(graph, input("b"))];
      return like(graph, "Not", [combine(graph, "Equal", left, right, "bool")]);
    },
  ],
  [
    "SquaredDifference",
    ({ graph, input }) => {
      const difference = combine(graph, "Sub", input("a"), input("b"));
      return combine(graph, "Mul", difference, difference);
    },
  ],
  [
    "RealDiv",
    ({ graph, input }) => {
      const [a, b] = [input("a"), input("b")].map((value) => castTo(graph, value, "float32"));
      return combine(graph, "Div", a as GraphValue, b as GraphValue);
    },
  ],
  ["Select", translateSelect],
  ["Prelu", translatePrelu],
  [
    "AddN",
    ({ graph, inputs }) => like(graph, "Sum", inputs as unknown as [GraphValue, ...GraphValue[]]),
  ],
]);

/** ONNX compares no truth values by size. */
function ordered(graph: GraphBuilder, value: GraphValue): GraphValue {
  return value.type === "bool" ? castTo(graph, value, "int32") : value;
}

function translateSelect({ graph, input }: KernelCall): GraphValue {
  const [condition, yes, no] = [input("condition"), input("t"), input("e")];
  // A condition of rank 1 chooses whole rows.
  const rows = condition.shape.length === 1 && yes.shape.length > 1;
  const shape = rows ? [...condition.shape, ...yes.shape.slice(1).map(() => 1)] : condition.shape;
  const chosen = rows
    ? graph.node("Reshape", [condition, graph.integers(shape)], { shape, type: "bool" })
    : condition;
  const result = broadcastShapes(shape, broadcastShapes(yes.shape, no.shape));
  return graph.node("Where", [chosen, yes, no], { shape: result, type: yes.type });
}

function translatePrelu({ graph, input }: KernelCall): GraphValue {
  const [x, alpha] = [input("x"), input("alpha")];
  const negative = combine(graph, "Less", x, graph.scalar(0), "bool");
  return graph.node("Where", [negative, combine(graph, "Mul", x, alpha), x], {
    ...{ shape: broadcastShapes(x.shape, alpha.shape), type: x.type },
  });
}
