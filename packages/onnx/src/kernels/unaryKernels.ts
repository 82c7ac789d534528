import type { GraphValue } from "../graph/graphValue.ts";
import { castTo } from "./castTo.ts";
import { combine, like } from "./elementwise.ts";
import type { KernelCall, KernelTranslation } from "./kernelTranslation.ts";

/** Kernels that are one ONNX operator of one input. */
const operators = {
  Abs: "Abs",
  Acos: "Acos",
  Acosh: "Acosh",
  Asin: "Asin",
  Asinh: "Asinh",
  Atan: "Atan",
  Atanh: "Atanh",
  Ceil: "Ceil",
  Cos: "Cos",
  Cosh: "Cosh",
  Elu: "Elu",
  Erf: "Erf",
  Exp: "Exp",
  Floor: "Floor",
  Log: "Log",
  LogicalNot: "Not",
  Neg: "Neg",
  Reciprocal: "Reciprocal",
  Relu: "Relu",
  Round: "Round",
  Selu: "Selu",
  Sigmoid: "Sigmoid",
  Sign: "Sign",
  Sin: "Sin",
  Sinh: "Sinh",
  Softplus: "Softplus",
  Sqrt: "Sqrt",
  Tan: "Tan",
  Tanh: "Tanh",
} as const;

const direct = Object.entries(operators).map(([kernel, operator]): [string, KernelTranslation] => [
  kernel,
  ({ graph, input }) => like(graph, operator, [input("x")]),
]);

/** Kernels of one tensor, element by element. */
export const unaryKernels: ReadonlyMap<string, KernelTranslation> = new Map<
  string,
  KernelTranslation
>([
  ...direct,
  ["Identity", ({ input }) => input("x")],
  ["Cast", ({ graph, input, attributes }) => castTo(graph, input("x"), attributes["dtype"])],
  ["Square", ({ graph, input }) => combine(graph, "Mul", input("x"), input("x"))],
  ["Rsqrt", ({ graph, input }) => like(graph, "Reciprocal", [like(graph, "Sqrt", [input("x")])])],
  [
    "Expm1",
    ({ graph, input }) => combine(graph, "Sub", like(graph, "Exp", [input("x")]), graph.scalar(1)),
  ],
  [
    "Log1p",
    ({ graph, input }) => like(graph, "Log", [combine(graph, "Add", input("x"), graph.scalar(1))]),
  ],
  [
    "LeakyRelu",
    ({ graph, input, attributes }) =>
      like(graph, "LeakyRelu", [input("x")], { alpha: { float: attributes["alpha"] as number } }),
  ],
  [
    "Relu6",
    ({ graph, input }) => like(graph, "Clip", [input("x"), graph.scalar(0), graph.scalar(6)]),
  ],
  [
    "ClipByValue",
    ({ graph, input, attributes }) =>
      like(graph, "Clip", [
        input("x"),
        graph.scalar(attributes["clipValueMin"] as number),
        graph.scalar(attributes["clipValueMax"] as number),
      ]),
  ],
  ["Step", translateStep],
  [
    "IsNan",
    ({ graph, input }) =>
      graph.node("IsNaN", [input("x")], { shape: input("x").shape, type: "bool" }),
  ],
  [
    "IsInf",
    ({ graph, input }) =>
      graph.node("IsInf", [input("x")], { shape: input("x").shape, type: "bool" }),
  ],
  ["IsFinite", translateIsFinite],
  ["ZerosLike", (call) => filled(call, 0)],
  ["OnesLike", (call) => filled(call, 1)],
]);

function filled({ graph, input, unsupported }: KernelCall, number: number): GraphValue {
  const { shape, type } = input("x");
  return type === "int64" ? unsupported("int64") : graph.uniform(number, shape, type);
}

/** 1 above zero, `alpha` at and below, NaN for NaN. */
function translateStep({ graph, input, attributes }: KernelCall): GraphValue {
  const x = input("x");
  const above = graph.node("Greater", [x, graph.scalar(0)], { shape: x.shape, type: "bool" });
  const alpha = graph.scalar((attributes["alpha"] as number | undefined) ?? 0);
  const step = graph.node("Where", [above, graph.scalar(1), alpha], {
    shape: x.shape,
    type: "float32",
  });
  const isNaN = graph.node("IsNaN", [x], { shape: x.shape, type: "bool" });
  return graph.node("Where", [isNaN, x, step], { shape: x.shape, type: "float32" });
}

function translateIsFinite({ graph, input }: KernelCall): GraphValue {
  const x = input("x");
  // x - x is zero for finite numbers alone.
  return combine(graph, "Equal", combine(graph, "Sub", x, x), graph.scalar(0), "bool");
}
