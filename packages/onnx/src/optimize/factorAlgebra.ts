import type { GraphBuilder } from "../graph/graphBuilder.ts";
import type { GraphValue } from "../graph/graphValue.ts";

/** Arithmetic on the factors of linear forms: numbers and rows of numbers. What is known is computed at once. */
export class FactorAlgebra {
  readonly #graph: GraphBuilder;

  /** Emits nodes into this graph. */
  constructor(graph: GraphBuilder) {
    this.#graph = graph;
  }

  /** A known number. */
  number(value: number): GraphValue {
    return this.#graph.scalar(value);
  }

  /** a · b; `undefined` is 1. */
  multiply(a: GraphValue | undefined, b: GraphValue | undefined): GraphValue | undefined {
    const [left, right] = [knownNumber(a), knownNumber(b)];
    if (left === 1) return b;
    if (right === 1) return a;
    if (left !== undefined && right !== undefined) return this.number(left * right);
    return this.#combine("Mul", a as GraphValue, b as GraphValue);
  }

  /** a / b; `undefined` is 1. */
  divide(a: GraphValue | undefined, b: GraphValue): GraphValue | undefined {
    const right = knownNumber(b);
    if (right !== undefined && right !== 0) return this.multiply(a, this.number(1 / right));
    return this.#combine("Div", a ?? this.number(1), b);
  }

  /** a + b; a missing constant is 0. */
  add(a: GraphValue | undefined, b: GraphValue | undefined): GraphValue | undefined {
    if (a === undefined) return b;
    if (b === undefined) return a;
    const [left, right] = [knownNumber(a), knownNumber(b)];
    if (left === 0) return b;
    if (right === 0) return a;
    if (left !== undefined && right !== undefined) return this.number(left + right);
    return this.#combine("Add", a, b);
  }

  /** -a. */
  negate(a: GraphValue): GraphValue {
    const known = knownNumber(a);
    if (known !== undefined) return this.number(-known);
    return this.#graph.node("Neg", [a], { shape: a.shape, type: "float32" });
  }

  #combine(operator: string, a: GraphValue, b: GraphValue): GraphValue {
    const shape = a.shape.length > 0 ? a.shape : b.shape;
    return this.#graph.node(operator, [a, b], { shape, type: "float32" });
  }
}

/** The number that a factor is, where it is known when the graph is built; a missing factor is 1. */
export function knownNumber(factor: GraphValue | undefined): number | undefined {
  if (factor === undefined) return 1;
  return factor.shape.length === 0 && factor.constant !== undefined
    ? Number(factor.constant[0])
    : undefined;
}
