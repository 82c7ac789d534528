import { OnnxError } from "../onnxError.ts";
import { fillNumbers } from "./fillNumbers.ts";
import type { GraphValue } from "./graphValue.ts";
import type { TensorType, TensorValues } from "./tensorType.ts";

/** Attributes of a node: whole numbers, lists of them, `{ float }` for real numbers, or text. */
export type NodeAttributes = Readonly<
  Record<string, number | readonly number[] | string | { readonly float: number }>
>;

/** One operation of a graph. */
export interface GraphNode {
  /** ONNX operator. */
  readonly operator: string;
  /** Names of its inputs; an empty name leaves an optional input out. */
  readonly inputs: readonly string[];
  /** Names of its outputs. */
  readonly outputs: readonly string[];
  /** Attributes in the order given. */
  readonly attributes: NodeAttributes;
}

/** What a node's output is. */
export interface ValueShape {
  /** Row-major shape. */
  readonly shape: readonly number[];
  /** Type of its numbers. */
  readonly type: TensorType;
}

/**
 * Collects the nodes of one graph, in the order in which they are added, so that the same calls give the same bytes.
 * Equal constants and equal nodes are kept once.
 */
export class GraphBuilder {
  readonly #nodes: GraphNode[] = [];
  readonly #inputs: GraphValue[] = [];
  readonly #constants = new Map<string, GraphValue & { readonly constant: TensorValues }>();
  readonly #constantsByContent = new Map<string, GraphValue>();
  readonly #nodesByContent = new Map<string, readonly GraphValue[]>();
  readonly #values = new Map<string, GraphValue>();
  readonly #producers = new Map<string, GraphNode>();
  readonly #names = new Set<string>();
  #count = 0;

  /** The nodes so far; each comes after those whose outputs it reads. */
  get nodes(): readonly GraphNode[] {
    return this.#nodes;
  }

  /** The inputs so far. */
  get inputs(): readonly GraphValue[] {
    return this.#inputs;
  }

  /** All inputs, constants and outputs of nodes so far, by name. */
  get values(): ReadonlyMap<string, GraphValue> {
    return this.#values;
  }

  /** The constants so far, by name. */
  get constants(): ReadonlyMap<string, GraphValue & { readonly constant: TensorValues }> {
    return this.#constants;
  }

  /** The node whose output a value is; `undefined` for inputs and constants. */
  producerOf(name: string): GraphNode | undefined {
    return this.#producers.get(name);
  }

  /** Takes a name that people chose; all names of a graph differ. */
  claimName(name: string): void {
    if (this.#names.has(name) || name.startsWith("#")) {
      const message = `two inputs, outputs or variables of the graph are called ${name}`;
      throw new OnnxError("ONNX_DUPLICATE_NAME", message, { name });
    }
    this.#names.add(name);
  }

  /** Adds an input. */
  input(name: string, { shape, type }: ValueShape): GraphValue {
    this.claimName(name);
    const value: GraphValue = { name, shape, type };
    this.#inputs.push(value);
    this.#values.set(name, value);
    return value;
  }

  /** Adds a constant; `name` is for weights, which people look for in the file. */
  constant(
    values: TensorValues,
    shape: readonly number[],
    type: TensorType,
    name?: string,
  ): GraphValue {
    const key =
      name === undefined && values.length <= 64 ? contentKey(values, shape, type) : undefined;
    const known = key === undefined ? undefined : this.#constantsByContent.get(key);
    if (known !== undefined) return known;
    if (name !== undefined) this.claimName(name);
    const value = { name: name ?? this.#name(), shape, type, constant: values };
    this.#constants.set(value.name, value);
    this.#values.set(value.name, value);
    if (key !== undefined) this.#constantsByContent.set(key, value);
    return value;
  }

  /** A tensor whose elements are all the same; the file holds one of them. */
  uniform(
    number: number,
    shape: readonly number[],
    type: "float32" | "int32" | "bool",
  ): GraphValue {
    const values = fillNumbers(number, 1, type);
    if (shape.every((size) => size === 1)) {
      return { ...this.constant(values, shape, type), uniform: number };
    }
    const scalar = this.constant(values, [], type);
    const expanded = this.node("Expand", [scalar, this.integers(shape)], { shape, type });
    return { ...expanded, uniform: number };
  }

  /** A float32 scalar. */
  scalar(value: number): GraphValue {
    return this.constant(Float32Array.of(value), [], "float32");
  }

  /** A list of int64, for shapes, axes and pads. */
  integers(values: readonly number[]): GraphValue {
    return this.constant(BigInt64Array.from(values, BigInt), [values.length], "int64");
  }

  /** Adds a node with one output. */
  node(
    operator: string,
    inputs: readonly (GraphValue | undefined)[],
    output: ValueShape,
    attributes: NodeAttributes = {},
  ): GraphValue {
    return this.nodeOfMany(operator, inputs, [output], attributes)[0] as GraphValue;
  }

  /** Adds a node with any number of outputs. */
  nodeOfMany(
    operator: string,
    inputs: readonly (GraphValue | undefined)[],
    outputs: readonly ValueShape[],
    attributes: NodeAttributes = {},
  ): readonly GraphValue[] {
    const names = inputs.map((input) => input?.name ?? "");
    const key = JSON.stringify([operator, names, attributes, outputs.length]);
    const known = this.#nodesByContent.get(key);
    if (known !== undefined) return known;
    const values = outputs.map(({ shape, type }) => ({ name: this.#name(), shape, type }));
    const node = { operator, inputs: names, outputs: values.map(({ name }) => name), attributes };
    this.#nodes.push(node);
    this.#nodesByContent.set(key, values);
    for (const value of values) {
      this.#values.set(value.name, value);
      this.#producers.set(value.name, node);
    }
    return values;
  }

  #name(): string {
    return `#${this.#count++}`;
  }
}

function contentKey(values: TensorValues, shape: readonly number[], type: TensorType): string {
  // JSON tells neither -0 from 0 nor NaN from null; Object.is does.
  const numbers = Array.from(values as Iterable<number | bigint>, (value) =>
    Object.is(value, -0) ? "-0" : String(value),
  );
  return `${type}[${shape.join()}]${numbers.join()}`;
}
