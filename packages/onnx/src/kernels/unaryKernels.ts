import type { GraphValue } from "../graph/graphValue.ts";
import { castTo } from "./castTo.ts";
import { clip } from "./clip.ts";
import { combine, like } from "./elementwise.ts";
import type { KernelCall, KernelTranslation } from "./kernelTranslation.ts";
import { rectify } from "./rectify.ts";

/** Kernels that are one ONNX operator of one input of real numbers. */
const operators = {
  Acos: "Acos",
  Acosh: "Acosh",
  Asin: "Asin",
  Asinh: "Asinh",
  Atan: "Atan",
  Atanh: "Atanh",
  Cos: "Cos",
  Cosh: "Cosh",
  Elu: "Elu",
  Erf: "Erf",
  Log: "Log",
  Reciprocal: "Reciprocal",
  Selu: "Selu",
  Sigmoid: "Sigmoid",
  Sin: "Sin",
  Sinh: "Sinh",
  Softplus: "Softplus",
  Sqrt: "Sqrt",
  Tan: "Tan",
  Tanh: "Tanh",
} as const;
/** The same, of real or whole numbers. */
const operatorsOfNumbers = { Abs: "Abs", Neg: "Neg" } as const;
/** Kernels that leave whole numbers as they are. */
const roundings = { Ceil: "Ceil", Floor: "Floor", Round: "Round" } as const;

type Entry = [kernel: string, translation: KernelTranslation];

/** Kernels of one tensor, element by element. */
export const unaryKernels: ReadonlyMap<string, KernelTranslation> = new Map<
  string,
  KernelTranslation
>([
  ...Object.entries(operators).map(([kernel, operator]): Entry => [
    kernel,
    (call) => like(call.graph, operator, [realInput(call)]),
  ]),
  ...Object.entries(operatorsOfNumbers).map(([kernel, operator]): Entry => [
    kernel,
    (call) => like(call.graph, operator, [numberInput(call)]),
  ]),
  ...Object.entries(roundings).map(([kernel, operator]): Entry => [
    kernel,
    (call) => {
      const x = numberInput(call);
      return x.type === "int32" ? x : like(call.graph, operator, [x]);
    },
  ]),
  ["Relu", (call) => rectify(call.graph, numberInput(call))],
  ["Sign", translateSign],
  // Unlike the others, of whole numbers too.
  ["Exp", ({ graph, input }) => like(graph, "Exp", [castTo(graph, input("x"), "float32")])],
  ["LogicalNot", ({ graph, input }) => like(graph, "Not", [castTo(graph, input("x"), "bool")])],
  ["Identity", ({ input }) => input("x")],
  ["Cast", ({ graph, input, attributes }) => castTo(graph, input("x"), attributes["dtype"])],
  [
    "Square",
    (call) => {
      const x = numberInput(call);
      return combine(call.graph, "Mul", x, x);
    },
  ],
  [
    "Rsqrt",
    (call) => like(call.graph, "Reciprocal", [like(call.graph, "Sqrt", [realInput(call)])]),
  ],
  ["Expm1", translateExpm1],
  ["Log1p", translateLog1p],
  [
    "LeakyRelu",
    ({ graph, input, attributes }) =>
      like(graph, "LeakyRelu", [castTo(graph, input("x"), "float32")], {
        alpha: { float: attributes["alpha"] as number },
      }),
  ],
  ["Relu6", (call) => clip(call.graph, numberInput(call), 0, 6)],
  [
    "ClipByValue",
    (call) => {
      const { clipValueMin, clipValueMax } = call.attributes;
      return clip(call.graph, numberInput(call), clipValueMin as number, clipValueMax as number);
    },
  ],
  ["Step", translateStep],
  ["IsNan", (call) => test(call, "IsNaN")],
  ["IsInf", (call) => test(call, "IsInf")],
  ["IsFinite", translateIsFinite],
  ["ZerosLike", (call) => filled(call, 0)],
  ["OnesLike", (call) => filled(call, 1)],
]);

/** The input `x` of a kernel whose results tfjs would cut to whole numbers if `x` held such. */
function realInput({ input, unsupported }: KernelCall): GraphValue {
  const x = input("x");
  return x.type === "float32" ? x : unsupported(`${x.type} numbers; cast them to float32`);
}

/** The input `x` of a kernel of numbers. */
function numberInput({ input, unsupported }: KernelCall): GraphValue {
  const x = input("x");
  return x.type === "bool" ? unsupported("truth values; cast them to int32 or float32") : x;
}

function test({ graph, input }: KernelCall, operator: string): GraphValue {
  const x = castTo(graph, input("x"), "float32");
  return graph.node(operator, [x], { shape: x.shape, type: "bool" });
}

/** Where tfjs has 0 for NaN, so has this. */
function translateSign(call: KernelCall): GraphValue {
  const { graph } = call;
  const x = numberInput(call);
  const sign = like(graph, "Sign", [x]);
  if (x.type === "int32") return sign;
  const isNaN = graph.node("IsNaN", [x], { shape: x.shape, type: "bool" });
  return like(graph, "Where", [isNaN, graph.scalar(0), sign], undefined, sign);
}

/** exp(x) - 1 = tanh(x / 2) · (exp(x) + 1), which is exact near zero. */
function translateExpm1(call: KernelCall): GraphValue {
  const { graph } = call;
  const x = realInput(call);
  const half = like(graph, "Tanh", [combine(graph, "Mul", x, graph.scalar(0.5))]);
  const sum = combine(graph, "Add", like(graph, "Exp", [x]), graph.scalar(1));
  return combine(graph, "Mul", half, sum);
}

/** log(1 + x) = log(u) · x / (u - 1), where u is 1 + x as rounded; exact near zero. */
function translateLog1p(call: KernelCall): GraphValue {
  const { graph } = call;
  const x = realInput(call);
  const boolean = { shape: x.shape, type: "bool" } as const;
  const shifted = combine(graph, "Add", x, graph.scalar(1));
  const rounded = combine(graph, "Sub", shifted, graph.scalar(1));
  const logarithm = like(graph, "Log", [shifted]);
  const corrected = combine(graph, "Mul", logarithm, combine(graph, "Div", x, rounded));
  const isTiny = combine(graph, "Equal", rounded, graph.scalar(0), "bool");
  const isInfinite = graph.node("IsInf", [x], boolean);
  const finite = like(graph, "Where", [isInfinite, logarithm, corrected], undefined, x);
  return like(graph, "Where", [isTiny, x, finite], undefined, x);
}

function filled({ graph, input, unsupported }: KernelCall, number: number): GraphValue {
  const { shape, type } = input("x");
  return type === "int64" ? unsupported("int64") : graph.uniform(number, shape, type);
}

/** 1 above zero, `alpha` at and below, NaN for NaN. */
function translateStep(call: KernelCall): GraphValue {
  const { graph, attributes } = call;
  const given = numberInput(call);
  const x = castTo(graph, given, "float32");
  const above = combine(graph, "Greater", x, graph.scalar(0), "bool");
  const alpha = graph.scalar((attributes["alpha"] as number | undefined) ?? 0);
  const step = like(graph, "Where", [above, graph.scalar(1), alpha], undefined, x);
  const isNaN = graph.node("IsNaN", [x], { shape: x.shape, type: "bool" });
  return castTo(graph, like(graph, "Where", [isNaN, x, step], undefined, x), given.type);
}

function translateIsFinite({ graph, input }: KernelCall): GraphValue {
  const x = castTo(graph, input("x"), "float32");
  // x - x is zero for finite numbers alone.
  return combine(graph, "Equal", combine(graph, "Sub", x, x), graph.scalar(0), "bool");
}
