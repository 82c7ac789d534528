import type { GraphBuilder } from "../graph/graphBuilder.ts";
import type { GraphValue } from "../graph/graphValue.ts";
import { activate } from "./activate.ts";
import { broadcastShapes } from "./broadcastShapes.ts";
import { combine } from "./elementwise.ts";
import type { KernelCall, KernelTranslation } from "./kernelTranslation.ts";
import { reshapeTo } from "./reshapeTo.ts";
import { transposeTo } from "./shapeKernels.ts";

/** Products of matrices. */
export const matrixKernels: ReadonlyMap<string, KernelTranslation> = new Map<
  string,
  KernelTranslation
>([
  ["BatchMatMul", (call) => multiply(call)],
  [
    "_FusedMatMul",
    (call) => {
      const { graph, optionalInput } = call;
      const bias = optionalInput("bias");
      const product = multiply(call);
      return activate(call, bias === undefined ? product : combine(graph, "Add", product, bias));
    },
  ],
  ["Einsum", translateEinsum],
]);

function multiply({ graph, input, attributes, unsupported }: KernelCall): GraphValue {
  const [a, b] = [input("a"), input("b")];
  const [transposeA, transposeB] = [
    attributes["transposeA"] === true,
    attributes["transposeB"] === true,
  ];
  const [rows, inner] = lastTwo(a, transposeA);
  const [, columns] = lastTwo(b, transposeB);
  const batch = [a, b].map(({ shape }) => shape.slice(0, -2));
  const counts = batch.map((sizes) => sizes.reduce((product, size) => product * size, 1));
  const shape = [...broadcastShapes(batch[0] ?? [], batch[1] ?? []), rows, columns];
  if (a.type !== b.type || a.type === "bool") unsupported("truth values, or two types");
  if (inner === 0 && a.type !== "int64") return graph.uniform(0, shape, a.type);
  const isReal = a.type === "float32";
  if (isReal && counts.every((count) => count === 1)) {
    // Gemm is ONNX Runtime's fastest product, and transposes while it packs.
    const [left, right] = [a, b].map((value) => reshapeTo(graph, value, value.shape.slice(-2)));
    const flags = { transA: Number(transposeA), transB: Number(transposeB) };
    const product = graph.node(
      "Gemm",
      [left, right],
      { shape: [rows, columns], type: "float32" },
      flags,
    );
    return reshapeTo(graph, product, shape);
  }
  if (isReal && (counts[1] as number) === 1 && !transposeA) {
    // The same right matrix for every one of the batch: one tall product.
    const tall = reshapeTo(graph, a, [(counts[0] as number) * rows, inner]);
    const right = reshapeTo(graph, b, b.shape.slice(-2));
    const size = { shape: [(counts[0] as number) * rows, columns], type: "float32" as const };
    const product = graph.node("Gemm", [tall, right], size, { transB: Number(transposeB) });
    return reshapeTo(graph, product, shape);
  }
  const [left, right] = [swapped(graph, a, transposeA), swapped(graph, b, transposeB)];
  return graph.node("MatMul", [left, right], { shape, type: a.type });
}

function translateEinsum({ graph, inputs, attributes, unsupported }: KernelCall): GraphValue {
  const equation = (attributes["equation"] as string).replaceAll(" ", "");
  if (inputs.some(({ type }) => type !== "float32")) unsupported("numbers other than float32");
  const [terms = "", result = ""] = equation.split("->");
  const sizes = new Map<string, number>();
  terms.split(",").forEach((term, at) => {
    Array.from(term).forEach((letter, axis) => sizes.set(letter, inputs[at]?.shape[axis] ?? 1));
  });
  const shape = Array.from(result, (letter) => sizes.get(letter) ?? 1);
  return graph.node("Einsum", inputs, { shape, type: "float32" }, { equation });
}

function lastTwo({ shape }: GraphValue, transposed: boolean): [number, number] {
  const [rows, columns] = shape.slice(-2) as [number, number];
  return transposed ? [columns, rows] : [rows, columns];
}

function swapped(graph: GraphBuilder, value: GraphValue, transposed: boolean): GraphValue {
  if (!transposed) return value;
  const rank = value.shape.length;
  const axes = Array.from({ length: rank }, (_, axis) => axis);
  return transposeTo(graph, value, [...axes.slice(0, -2), rank - 1, rank - 2]);
}
