import type { GraphBuilder } from "../graph/graphBuilder.ts";
import type { GraphValue } from "../graph/graphValue.ts";
import { broadcastShapes } from "./broadcastShapes.ts";
import { castTo } from "./castTo.ts";
import { combine, like } from "./elementwise.ts";
import type { KernelCall, KernelTranslation } from "./kernelTranslation.ts";
import { reshapeTo } from "./reshapeTo.ts";
import { sameTypes } from "./sameTypes.ts";

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

type Entry = [kernel: string, translation: KernelTranslation];

/** Kernels of two tensors that are broadcast against each other. */
export const binaryKernels: ReadonlyMap<string, KernelTranslation> = new Map<
  string,
  KernelTranslation
>([
  ...Object.entries(arithmetic).map(([kernel, operator]): Entry => [
    kernel,
    (call) => combine(call.graph, operator, ...numberInputs(call)),
  ]),
  ...Object.entries(comparisons).map(([kernel, operator]): Entry => [
    kernel,
    (call) => combine(call.graph, operator, ...orderedInputs(call), "bool"),
  ]),
  ...Object.entries(logic).map(([kernel, operator]): Entry => [
    kernel,
    ({ graph, input }) => combine(graph, operator, input("a"), input("b"), "bool"),
  ]),
  [
    "NotEqual",
    (call) =>
      like(call.graph, "Not", [combine(call.graph, "Equal", ...orderedInputs(call), "bool")]),
  ],
  [
    "SquaredDifference",
    (call) => {
      const difference = combine(call.graph, "Sub", ...numberInputs(call));
      return combine(call.graph, "Mul", difference, difference);
    },
  ],
  [
    "RealDiv",
    ({ graph, input }) => {
      const [a, b] = [castTo(graph, input("a"), "float32"), castTo(graph, input("b"), "float32")];
      return combine(graph, "Div", a, b);
    },
  ],
  ["FloorDiv", translateFloorDiv],
  ["Mod", translateMod],
  ["Atan2", translateAtan2],
  ["EluGrad", translateEluGrad],
  ["Select", translateSelect],
  ["Prelu", translatePrelu],
  [
    "AddN",
    ({ graph, inputs }) =>
      inputs
        .slice(1)
        .reduce((sum, value) => combine(graph, "Add", sum, value), inputs[0] as GraphValue),
  ],
]);

function numberInputs({
  graph,
  input,
  unsupported,
}: KernelCall): readonly [GraphValue, GraphValue] {
  const inputs = sameTypes(graph, input("a"), input("b"));
  if (inputs[0].type === "bool") unsupported("truth values; cast them to int32 or float32");
  return inputs;
}

/** ONNX compares no truth values by size. */
function orderedInputs({ graph, input }: KernelCall): readonly [GraphValue, GraphValue] {
  const [a, b] = sameTypes(graph, input("a"), input("b"));
  return a.type === "bool" ? [castTo(graph, a, "int32"), castTo(graph, b, "int32")] : [a, b];
}

/** `condition ? yes : no`, all broadcast against each other. */
function choose(
  graph: GraphBuilder,
  condition: GraphValue,
  yes: GraphValue,
  no: GraphValue,
): GraphValue {
  const shape = broadcastShapes(condition.shape, broadcastShapes(yes.shape, no.shape));
  return graph.node("Where", [condition, yes, no], { shape, type: yes.type });
}

function whole(graph: GraphBuilder, value: number): GraphValue {
  return graph.uniform(value, [], "int32");
}

/** Where a divisor of whole numbers is 0 or -1, which can end the process; and the divisor with 1 there. */
function safeDivisor(
  graph: GraphBuilder,
  divisor: GraphValue,
): { readonly isZero: GraphValue; readonly isMinusOne: GraphValue; readonly safe: GraphValue } {
  const isZero = combine(graph, "Equal", divisor, whole(graph, 0), "bool");
  const isMinusOne = combine(graph, "Equal", divisor, whole(graph, -1), "bool");
  const isUnsafe = combine(graph, "Or", isZero, isMinusOne, "bool");
  return { isZero, isMinusOne, safe: choose(graph, isUnsafe, whole(graph, 1), divisor) };
}

/** floor(a / b) as whole numbers; 0 where tfjs divides a whole number by 0. */
function translateFloorDiv(call: KernelCall): GraphValue {
  const { graph } = call;
  const [a, b] = numberInputs(call);
  if (a.type === "float32") {
    return castTo(graph, like(graph, "Floor", [combine(graph, "Div", a, b)]), "int32");
  }
  const { isZero, isMinusOne, safe } = safeDivisor(graph, b);
  // The quotient is cut towards zero; where that leaves another remainder, the floor is one below.
  const cut = combine(graph, "Div", a, safe);
  const left = combine(graph, "Sub", a, combine(graph, "Mul", cut, safe));
  const isFloor = combine(graph, "Equal", left, combine(graph, "Mod", a, safe), "bool");
  const below = combine(graph, "Sub", cut, whole(graph, 1));
  const quotient = choose(graph, isFloor, cut, below);
  const signed = choose(graph, isMinusOne, like(graph, "Neg", [a]), quotient);
  return choose(graph, isZero, whole(graph, 0), signed);
}

/** The remainder with the sign of the divisor. */
function translateMod(call: KernelCall): GraphValue {
  const { graph } = call;
  const [a, b] = numberInputs(call);
  if (a.type === "int32") return combine(graph, "Mod", a, safeDivisor(graph, b).safe);
  const shape = broadcastShapes(a.shape, b.shape);
  const remainderOf = (left: GraphValue): GraphValue =>
    graph.node("Mod", [left, b], { shape, type: "float32" }, { fmod: 1 });
  const remainder = remainderOf(a);
  const [aIsNegative, bIsNegative] = [a, b].map((value) =>
    combine(graph, "Less", value, graph.scalar(0), "bool"),
  ) as [GraphValue, GraphValue];
  const sameSigns = combine(graph, "Equal", aIsNegative, bIsNegative, "bool");
  const shifted = remainderOf(combine(graph, "Add", remainder, b));
  return choose(graph, sameSigns, remainder, shifted);
}

/** atan(y / x), moved by π where x is negative. */
function translateAtan2(call: KernelCall): GraphValue {
  const { graph } = call;
  const [y, x] = numberInputs(call);
  if (y.type !== "float32") call.unsupported("int32 numbers; cast them to float32");
  const zero = graph.scalar(0);
  const isNegative = combine(graph, "Less", y, zero, "bool");
  const half = choose(graph, isNegative, graph.scalar(-Math.PI), graph.scalar(Math.PI));
  const slope = like(graph, "Atan", [combine(graph, "Div", y, x)]);
  const left = combine(graph, "Less", x, zero, "bool");
  const angle = choose(graph, left, combine(graph, "Add", slope, half), slope);
  // 0 / 0 is no slope.
  const bothZero = combine(
    graph,
    "And",
    combine(graph, "Equal", y, zero, "bool"),
    combine(graph, "Equal", x, zero, "bool"),
  );
  return choose(graph, bothZero, zero, angle);
}

/** dy · (y + 1) where the function is exponential. */
function translateEluGrad({ graph, input }: KernelCall): GraphValue {
  const [dy, y] = [input("dy"), input("y")];
  const linear = combine(graph, "GreaterOrEqual", y, graph.scalar(0), "bool");
  const curved = combine(graph, "Mul", dy, combine(graph, "Add", y, graph.scalar(1)));
  return choose(graph, linear, dy, curved);
}

function translateSelect({ graph, input }: KernelCall): GraphValue {
  const condition = castTo(graph, input("condition"), "bool");
  const [yes, no] = sameTypes(graph, input("t"), input("e"));
  // A condition of rank 1 chooses whole rows.
  const rows = condition.shape.length === 1 && yes.shape.length > 1;
  const shape = rows ? [...condition.shape, ...yes.shape.slice(1).map(() => 1)] : condition.shape;
  return choose(graph, reshapeTo(graph, condition, shape), yes, no);
}

function translatePrelu({ graph, input }: KernelCall): GraphValue {
  const [x, alpha] = [
    castTo(graph, input("x"), "float32"),
    castTo(graph, input("alpha"), "float32"),
  ];
  const isNegative = combine(graph, "Less", x, graph.scalar(0), "bool");
  return choose(graph, isNegative, combine(graph, "Mul", x, alpha), x);
}
