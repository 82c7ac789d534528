import { GraphBuilder } from "../graph/graphBuilder.ts";
import type { GraphNode } from "../graph/graphBuilder.ts";
import type { GraphValue } from "../graph/graphValue.ts";
import { reshapeTo } from "../kernels/reshapeTo.ts";
import { FactorAlgebra, knownNumber } from "./factorAlgebra.ts";
import type { LinearForm, LinearTerm } from "./linearForm.ts";
import { joinPads } from "./joinPads.ts";
import { sumColumns } from "./sumColumns.ts";

/** A graph and what its outputs are. */
export interface OptimizedGraph {
  /** The nodes. */
  readonly graph: GraphBuilder;
  /** Names of the model's outputs and the values they stand for. */
  readonly outputs: ReadonlyMap<string, GraphValue>;
}

/**
 * Rewrites a graph so that it computes the same with fewer passes over large tensors. tfjs's gradients multiply
 * large tensors by rows of numbers, by ones and by numbers again and again; here such products and sums are kept as
 * linear forms, and only what is left of them is computed.
 *
 * - factors and constants that are the same in every row are multiplied and added among themselves first
 * - sums over all rows pull factors out and become matrix products
 * - biases and numbers go into `Gemm` (its third input and `alpha`)
 * - derivatives of `relu` and `leakyRelu` are one product with a mask
 * - large element-wise results are matrices `[rows, columns]`; equal nodes are kept once
 *
 * @param given - the graph
 * @param outputs - names of the model's outputs and the values they stand for
 * @returns another graph; the same graph gives the same nodes
 *
 * @remarks
 * Values agree to the rounding of float32. Where the input of `relu` is NaN its derivative is unspecified; what
 * depends on it forward is NaN in any case.
 */
export function optimizeGraph(
  given: GraphBuilder,
  outputs: ReadonlyMap<string, GraphValue>,
): OptimizedGraph {
  return new Rewriter(given, outputs).run();
}

interface Entry {
  /** The value in its own shape, or as a matrix: the same numbers. */
  value: GraphValue | undefined;
  form: LinearForm | undefined;
}

class Rewriter {
  readonly #given: GraphBuilder;
  readonly #outputs: ReadonlyMap<string, GraphValue>;
  readonly #graph = new GraphBuilder();
  readonly #algebra = new FactorAlgebra(this.#graph);
  readonly #entries = new Map<string, Entry>();
  readonly #producers = new Map<string, GraphNode>();
  readonly #consumers = new Map<string, GraphNode[]>();

  constructor(given: GraphBuilder, outputs: ReadonlyMap<string, GraphValue>) {
    this.#given = given;
    this.#outputs = outputs;
  }

  run(): OptimizedGraph {
    for (const { name, shape, type } of this.#given.inputs) {
      this.#entries.set(name, {
        value: this.#graph.input(name, { shape, type }),
        form: undefined,
      });
    }
    for (const { name, constant, shape, type } of this.#given.constants.values()) {
      const value = this.#graph.constant(
        constant,
        shape,
        type,
        name.startsWith("#") ? undefined : name,
      );
      this.#entries.set(name, { value, form: undefined });
    }
    const nodes = this.#reachable();
    for (const node of nodes) {
      for (const output of node.outputs) this.#producers.set(output, node);
      for (const input of node.inputs) {
        const list = this.#consumers.get(input) ?? [];
        list.push(node);
        this.#consumers.set(input, list);
      }
    }
    for (const node of nodes) this.#rewrite(node);
    const results = new Map<string, GraphValue>();
    for (const [name, { name: of }] of this.#outputs) results.set(name, this.#valueOf(of));
    return { graph: this.#graph, outputs: results };
  }

  #reachable(): GraphNode[] {
    const needed = new Set(Array.from(this.#outputs.values(), ({ name }) => name));
    const kept: GraphNode[] = [];
    for (const node of this.#given.nodes.toReversed()) {
      if (!node.outputs.some((output) => needed.has(output))) continue;
      for (const input of node.inputs) needed.add(input);
      kept.push(node);
    }
    return kept.reverse();
  }

  #rewrite(node: GraphNode): void {
    const [name = ""] = node.outputs;
    const output = this.#given.values.get(name) as GraphValue;
    const form = this.#formOfNode(node, output);
    if (form !== undefined) {
      const entry: Entry = { value: undefined, form };
      this.#entries.set(name, entry);
      const composed = form.terms.length > 1 || (form.terms.length === 1 && form.constant);
      if (composed && this.#uses(name) > 1 && !this.#isAbsorbed(name, form)) this.#matrixOf(name);
      return;
    }
    const value = this.#valueOfNode(node, output);
    if (value !== undefined) {
      this.#entries.set(name, { value, form: undefined });
      return;
    }
    this.#copy(node);
  }

  /** Whether all that reads one matrix plus a row only adds rows to it, multiplies it by rows or sums its rows. */
  #isAbsorbed(name: string, form: LinearForm): boolean {
    if (form.terms.length !== 1) return false;
    if (Array.from(this.#outputs.values()).some((output) => output.name === name)) return false;
    return (this.#consumers.get(name) ?? []).every((node) => {
      const [output = ""] = node.outputs;
      const [a = "", b = ""] = node.inputs;
      switch (node.operator) {
        case "Reshape": {
          const result = this.#given.values.get(output) as GraphValue;
          const isSame = isMatrix(result) && matrixShape(result)[1] === form.shape[1];
          return isSame && this.#isAbsorbed(output, form);
        }
        case "Add":
        case "Sub":
        case "Mul":
          // A row that is computed later is a factor all the same.
          return a !== b && [a, b].some((other) => this.#isRow(other, form.shape));
        case "Div":
          return a === name && this.#isRow(b, form.shape);
        case "ReduceSum":
        case "ReduceMean":
          return this.#isOverRows(node);
        default:
          return false;
      }
    });
  }

  /** Whether a value is the same in every row of a matrix of this shape. */
  #isRow(name: string, [, columns]: LinearForm["shape"]): boolean {
    const value = this.#given.values.get(name) as GraphValue;
    if (value.type !== "float32" || isMatrix(value)) return false;
    const size = value.shape.reduce((product, length) => product * length, 1);
    return size === 1 || size === columns;
  }

  /** Whether a node sums all rows of a matrix, or all its numbers. */
  #isOverRows(node: GraphNode): boolean {
    const [name = "", list = ""] = node.inputs;
    const x = this.#given.values.get(name) as GraphValue;
    const axes = this.#given.values.get(list)?.constant;
    if (axes === undefined || !isMatrix(x)) return false;
    const reduced = new Set(Array.from(axes as Iterable<bigint>, Number));
    return x.shape.slice(0, -1).every((size, axis) => size === 1 || reduced.has(axis));
  }

  /** The same operator on the same inputs; element-wise ones on matrices. */
  #copy(node: GraphNode): void {
    const described = node.outputs.map((name) => this.#given.values.get(name) as GraphValue);
    const [output] = described as [GraphValue];
    const [first = ""] = node.inputs;
    if (elementwise.has(node.operator) && isMatrix(output) && output.type === "float32") {
      const x = this.#matrixOf(first);
      const rest = node.inputs.slice(1).map((input) => this.#valueOf(input));
      const value = this.#graph.node(
        node.operator,
        [x, ...rest],
        { shape: x.shape, type: "float32" },
        node.attributes,
      );
      this.#entries.set(output.name, { value, form: undefined });
      return;
    }
    const inputs = node.inputs.map((input) => (input === "" ? undefined : this.#valueOf(input)));
    const values = this.#graph.nodeOfMany(node.operator, inputs, described, node.attributes);
    values.forEach((value, index) => {
      this.#entries.set(node.outputs[index] as string, { value, form: undefined });
    });
  }

  /** The result of a node as a linear form; `undefined` where it is none. */
  #formOfNode(node: GraphNode, output: GraphValue): LinearForm | undefined {
    if (output.type !== "float32" || !isMatrix(output)) return undefined;
    const shape = matrixShape(output);
    const [a = "", b = ""] = node.inputs;
    switch (node.operator) {
      case "Mul":
        return this.#product(a, b, shape);
      case "Div": {
        const divisor = this.#factorOf(b, shape);
        const form = divisor === undefined ? undefined : this.#formIn(a, shape);
        if (form === undefined || divisor === undefined) return undefined;
        return this.#mapFactors(form, (factor) => this.#algebra.divide(factor, divisor));
      }
      case "Neg": {
        const form = this.#formIn(a, shape);
        return form && this.#scale(form, this.#algebra.number(-1));
      }
      case "Add":
        return this.#sum([this.#formIn(a, shape), this.#formIn(b, shape)], shape, node);
      case "Sum":
        return this.#sum(
          node.inputs.map((input) => this.#formIn(input, shape)),
          shape,
          node,
        );
      case "Sub": {
        const right = this.#formIn(b, shape);
        const negative = right && this.#scale(right, this.#algebra.number(-1));
        return this.#sum([this.#formIn(a, shape), negative], shape, node);
      }
      case "Expand":
      case "Tile": {
        const row = this.#factorOf(a, shape);
        return row && { shape, terms: [], constant: row };
      }
      case "Reshape":
        return this.#reshape(a, shape);
      case "Where":
        return this.#mask(node, shape);
      default:
        return undefined;
    }
  }

  #product(a: string, b: string, shape: LinearForm["shape"]): LinearForm | undefined {
    const [left, right] = [this.#formIn(a, shape), this.#formIn(b, shape)];
    if (left === undefined || right === undefined) return undefined;
    if (right.terms.length === 0 && right.constant) return this.#scale(left, right.constant);
    if (left.terms.length === 0 && left.constant) return this.#scale(right, left.constant);
    const [x, y] = [this.#singleTerm(a, shape), this.#singleTerm(b, shape)];
    const cores = [x.core, y.core].sort((p, q) => order(p.name) - order(q.name));
    const core = this.#graph.node("Mul", cores, { shape, type: "float32" });
    return this.#single(core, this.#algebra.multiply(x.factor, y.factor));
  }

  #sum(
    forms: readonly (LinearForm | undefined)[],
    shape: LinearForm["shape"],
    node: GraphNode,
  ): LinearForm | undefined {
    const terms: LinearTerm[] = [];
    let constant: GraphValue | undefined;
    for (const form of forms) {
      if (form === undefined) return undefined;
      for (const term of form.terms) {
        const at = terms.findIndex(({ core }) => core.name === term.core.name);
        const same = terms[at];
        if (same === undefined) terms.push(term);
        else {
          const one = this.#algebra.number(1);
          const factor = this.#algebra.add(same.factor ?? one, term.factor ?? one);
          terms[at] = { core: same.core, factor };
        }
      }
      constant = this.#algebra.add(constant, form.constant);
    }
    const [term] = terms;
    if (terms.length === 1 && term !== undefined && constant !== undefined) {
      const product = this.#biased(term, constant, node);
      if (product !== undefined) return this.#single(product, undefined);
    }
    return { shape, terms, constant };
  }

  /** A product of matrices that nothing else reads, with the row that is added to it as its third input. */
  #biased(
    { core, factor }: LinearTerm,
    constant: GraphValue,
    sum: GraphNode,
  ): GraphValue | undefined {
    const producer = this.#graph.producerOf(core.name);
    if (factor !== undefined || producer?.operator !== "Gemm" || producer.inputs.length > 2) {
      return undefined;
    }
    // Where the product is large, ONNX Runtime takes longer to lay out the rows than to add them afterwards.
    if (core.shape.reduce((size, length) => size * length, 1) > largestBiased) return undefined;
    const source = sum.inputs.find((input) => this.#entries.get(input)?.form?.terms.length !== 0);
    if (source === undefined || this.#uses(this.#sourceOf(source)) > 1) return undefined;
    const inputs = producer.inputs.map((name) => this.#graph.values.get(name));
    return this.#graph.node(
      "Gemm",
      [...inputs, constant],
      { shape: core.shape, type: "float32" },
      producer.attributes,
    );
  }

  /** What a chain of reshapes begins with. */
  #sourceOf(name: string): string {
    const producer = this.#producers.get(name);
    return producer?.operator === "Reshape" ? this.#sourceOf(producer.inputs[0] as string) : name;
  }

  #reshape(name: string, shape: LinearForm["shape"]): LinearForm | undefined {
    const source = this.#given.values.get(name) as GraphValue;
    if (!isMatrix(source)) return undefined;
    const form = this.#formOf(name);
    if (form.shape[1] === shape[1]) return form;
    const isScaled = [...form.terms.map(({ factor }) => factor), form.constant].every(
      (factor) => factor === undefined || factor.shape.length === 0,
    );
    if (!isScaled) return undefined;
    const terms = form.terms.map(({ core, factor }) => ({
      core: reshapeTo(this.#graph, core, shape),
      factor,
    }));
    return { shape, terms, constant: form.constant };
  }

  /**
   * Derivatives of `relu` and `leakyRelu`: `where(x > 0, dy, dy · alpha)`, and the step that tfjs multiplies by.
   * `HardSigmoid` of a huge slope is that step in one pass.
   */
  #mask(node: GraphNode, shape: LinearForm["shape"]): LinearForm | undefined {
    const [condition = "", yes = "", no = ""] = node.inputs;
    const step = this.#step(node, shape);
    if (step !== undefined) {
      const consumers = this.#consumers.get(node.outputs[0] as string) ?? [];
      const onlyMultiplies = consumers.every(({ operator }) => operator === "Mul");
      return onlyMultiplies ? this.#single(step, undefined) : undefined;
    }
    const x = this.#comparedToZero(condition);
    if (x === undefined) return undefined;
    const [chosen, other] = [this.#formIn(yes, shape), this.#formIn(no, shape)];
    const [term] = chosen?.terms ?? [];
    const [scaled] = other?.terms ?? [];
    if (chosen?.terms.length !== 1 || other?.terms.length !== 1) return undefined;
    if (chosen.constant !== undefined || other.constant !== undefined) return undefined;
    if (term === undefined || scaled?.core.name !== term.core.name) return undefined;
    const [above, below] = [knownNumber(term.factor), knownNumber(scaled.factor)];
    if (above === undefined || below === undefined || above === 0) return undefined;
    const slope = below / above;
    if (!(slope >= 0 && slope < 1)) return undefined;
    const mask = this.#stepMask(x, slope, shape);
    const core = this.#graph.node("Mul", [term.core, mask], { shape, type: "float32" });
    return this.#single(core, term.factor);
  }

  /** `where(isNaN(x), x, where(x > 0, 1, alpha))`. */
  #step(node: GraphNode, shape: LinearForm["shape"]): GraphValue | undefined {
    const [condition = "", yes = "", no = ""] = node.inputs;
    const test = this.#producers.get(condition);
    const inner = this.#producers.get(no);
    if (test?.operator !== "IsNaN" || inner?.operator !== "Where") return undefined;
    if (test.inputs[0] !== yes) return undefined;
    const [above = "", one = "", alpha = ""] = inner.inputs;
    if (this.#comparedToZero(above) !== yes) return undefined;
    const [upper, lower] = [this.#knownScalar(one), this.#knownScalar(alpha)];
    if (upper !== 1 || lower === undefined || lower < 0 || lower >= 1) return undefined;
    return this.#stepMask(yes, lower, shape);
  }

  #stepMask(x: string, slope: number, shape: LinearForm["shape"]): GraphValue {
    const attributes = { alpha: { float: 3e38 }, beta: { float: 0 } };
    const size = { shape, type: "float32" as const };
    const step = this.#graph.node("HardSigmoid", [this.#matrixOf(x)], size, attributes);
    return slope === 0 ? step : this.#graph.node("Max", [step, this.#graph.scalar(slope)], size);
  }

  /** The x of `x > 0`. */
  #comparedToZero(condition: string): string | undefined {
    const test = this.#producers.get(condition);
    if (test?.operator !== "Greater") return undefined;
    const [x = "", zero = ""] = test.inputs;
    const { type } = this.#given.values.get(x) as GraphValue;
    return type === "float32" && this.#knownScalar(zero) === 0 ? x : undefined;
  }

  #knownScalar(name: string): number | undefined {
    const value = this.#given.values.get(name);
    return value?.constant?.length === 1 ? Number(value.constant[0]) : undefined;
  }

  /** Sums over rows and products of matrices; `undefined` for other nodes. */
  #valueOfNode(node: GraphNode, output: GraphValue): GraphValue | undefined {
    const { operator } = node;
    if (output.type !== "float32") return undefined;
    if (operator === "ReduceSum" || operator === "ReduceMean") return this.#reduce(node, output);
    return operator === "Gemm" && node.inputs.length === 2
      ? this.#multiply(node, output)
      : undefined;
  }

  #reduce(node: GraphNode, output: GraphValue): GraphValue | undefined {
    const [name = "", list = ""] = node.inputs;
    const x = this.#given.values.get(name) as GraphValue;
    const axes = this.#given.values.get(list)?.constant;
    if (axes === undefined || !isMatrix(x)) return undefined;
    const reduced = new Set(Array.from(axes as Iterable<bigint>, Number));
    const last = x.shape.length - 1;
    const isWhole = x.shape.every((size, axis) => size === 1 || reduced.has(axis));
    const isOverRows = x.shape.every((size, axis) =>
      axis === last ? !reduced.has(axis) : size === 1 || reduced.has(axis),
    );
    if (!isOverRows && !isWhole) return undefined;
    const form = this.#formOf(name);
    const [rows, columns] = form.shape;
    let sum: GraphValue;
    if (form.terms.length === 0) {
      const row = form.constant ?? this.#algebra.number(0);
      sum = this.#algebra.multiply(row, this.#algebra.number(rows)) ?? row;
    } else {
      const isBiased = form.terms.length === 1 && form.constant !== undefined;
      const [term] = isBiased ? form.terms : [this.#singleTerm(name, form.shape)];
      const { core, factor } = term as LinearTerm;
      const ofColumns = sumColumns(this.#graph, core);
      sum = this.#algebra.multiply(ofColumns, factor) ?? ofColumns;
      if (isBiased) {
        const ofRow = this.#algebra.multiply(form.constant, this.#algebra.number(rows));
        sum = this.#algebra.add(sum, ofRow) ?? sum;
      }
    }
    if (node.operator === "ReduceMean") {
      const count = this.#algebra.number(isWhole ? rows * columns : rows);
      sum = this.#algebra.divide(sum, count) ?? sum;
    }
    if (sum.shape.length === 0) {
      const ones = this.#graph.constant(new Float32Array(columns).fill(1), [columns], "float32");
      sum = this.#graph.node("Mul", [ones, sum], { shape: [columns], type: "float32" });
    }
    // A whole tensor too is summed row by row first: one long sum of float32 numbers loses the last ones.
    if (isWhole) {
      const axis = this.#graph.integers([0]);
      const size = { shape: [], type: "float32" as const };
      sum = this.#graph.node("ReduceSum", [sum, axis], size, { keepdims: 0 });
    }
    return reshapeTo(this.#graph, sum, output.shape);
  }

  #multiply(node: GraphNode, output: GraphValue): GraphValue | undefined {
    const attributes = { ...node.attributes };
    if (attributes["alpha"] !== undefined) return undefined;
    let alpha = 1;
    const inputs = node.inputs.map((name) => {
      const form = this.#entries.get(name)?.form;
      const [term] = form?.terms ?? [];
      const number = knownNumber(term?.factor);
      const isScaled = form?.terms.length === 1 && form.constant === undefined;
      if (!isScaled || term === undefined || number === undefined) return this.#matrixOf(name);
      alpha *= number;
      return term.core;
    });
    if (alpha !== 1) attributes["alpha"] = { float: alpha };
    return this.#graph.node("Gemm", inputs, output, attributes);
  }

  /** How many nodes read a value, whatever its shape. */
  #uses(name: string): number {
    let count = 0;
    for (const { name: output } of this.#outputs.values()) if (output === name) count++;
    for (const node of this.#consumers.get(name) ?? []) {
      count += node.operator === "Reshape" ? this.#uses(node.outputs[0] as string) : 1;
    }
    return count;
  }

  /** A value as a form of this shape: as it is, or one row of it everywhere. */
  #formIn(name: string, shape: LinearForm["shape"]): LinearForm | undefined {
    const value = this.#given.values.get(name) as GraphValue;
    if (value.type !== "float32") return undefined;
    const row = this.#factorOf(name, shape);
    if (row !== undefined) return { shape, terms: [], constant: row };
    if (!isMatrix(value)) return undefined;
    const [rows, columns] = matrixShape(value);
    return rows === shape[0] && columns === shape[1] ? this.#formOf(name) : undefined;
  }

  /** A value that is the same in every row of a matrix of this shape, as a factor. */
  #factorOf(name: string, [, columns]: LinearForm["shape"]): GraphValue | undefined {
    const value = this.#given.values.get(name) as GraphValue;
    if (value.type !== "float32" || isMatrix(value)) return undefined;
    const size = value.shape.reduce((product, length) => product * length, 1);
    if (size === 1) return reshapeTo(this.#graph, this.#valueOf(name), []);
    if (size !== columns) return undefined;
    return reshapeTo(this.#graph, this.#valueOf(name), [columns]);
  }

  #formOf(name: string): LinearForm {
    const entry = this.#entries.get(name) as Entry;
    if (entry.form !== undefined) return entry.form;
    return this.#single(this.#matrixOf(name), undefined);
  }

  #single(core: GraphValue, factor: GraphValue | undefined): LinearForm {
    return {
      shape: core.shape as [number, number],
      terms: [{ core, factor }],
      constant: undefined,
    };
  }

  #singleTerm(name: string, shape: LinearForm["shape"]): LinearTerm {
    const form = this.#formIn(name, shape) as LinearForm;
    const [term] = form.terms;
    if (term !== undefined && form.terms.length === 1 && form.constant === undefined) return term;
    return { core: this.#matrixOf(name), factor: undefined };
  }

  #scale(form: LinearForm, by: GraphValue): LinearForm {
    return this.#mapFactors(form, (factor) => this.#algebra.multiply(factor, by));
  }

  #mapFactors(
    { shape, terms, constant }: LinearForm,
    change: (factor: GraphValue | undefined) => GraphValue | undefined,
  ): LinearForm {
    return {
      shape,
      terms: terms.map(({ core, factor }) => ({ core, factor: change(factor) })),
      constant: constant && change(constant),
    };
  }

  /** Computes a value, as a matrix. */
  #matrixOf(name: string): GraphValue {
    const entry = this.#entries.get(name) as Entry;
    const described = this.#given.values.get(name) as GraphValue;
    const { form } = entry;
    if (form !== undefined) {
      const [only] = form.terms;
      const isComputed =
        form.terms.length === 1 && only?.factor === undefined && form.constant === undefined;
      if (isComputed && only !== undefined) return only.core;
      const value = this.#compute(form);
      entry.value = value;
      // A multiple of one matrix stays open to further factors; a sum is from now on a matrix of its own.
      if (form.terms.length !== 1 || form.constant !== undefined) {
        entry.form = this.#single(value, undefined);
      }
      return value;
    }
    const value = entry.value as GraphValue;
    return isMatrix(described) ? reshapeTo(this.#graph, value, matrixShape(described)) : value;
  }

  #compute({ shape, terms: given, constant }: LinearForm): GraphValue {
    const size = { shape, type: "float32" as const };
    const joined = given.every(({ factor }) => factor === undefined)
      ? joinPads(
          this.#graph,
          given.map(({ core }) => core),
        )
      : undefined;
    const terms: readonly LinearTerm[] =
      joined === undefined
        ? given
        : [{ core: reshapeTo(this.#graph, joined, shape), factor: undefined }];
    // What is subtracted comes last, so that the sum does not begin with a negation.
    const sorted = [...terms].sort((p, q) => Number(isMinusOne(p)) - Number(isMinusOne(q)));
    let sum: GraphValue | undefined;
    for (const { core, factor } of sorted) {
      if (isMinusOne({ core, factor })) {
        const from = sum ?? constant ?? this.#algebra.number(0);
        if (sum === undefined) constant = undefined;
        sum = this.#graph.node("Sub", [from, core], size);
        continue;
      }
      const term = factor === undefined ? core : this.#graph.node("Mul", [core, factor], size);
      sum = sum === undefined ? term : this.#graph.node("Add", [sum, term], size);
    }
    if (sum === undefined) {
      const row = constant ?? this.#algebra.number(0);
      return this.#graph.node("Expand", [row, this.#graph.integers(shape)], size);
    }
    return constant === undefined ? sum : this.#graph.node("Add", [sum, constant], size);
  }

  /** Computes a value, in its own shape. */
  #valueOf(name: string): GraphValue {
    const { shape } = this.#given.values.get(name) as GraphValue;
    const entry = this.#entries.get(name) as Entry;
    if (entry.form !== undefined) return reshapeTo(this.#graph, this.#matrixOf(name), shape);
    return reshapeTo(this.#graph, entry.value as GraphValue, shape);
  }
}

/** The most numbers of a product that gets its bias inside `Gemm`. */
const largestBiased = 2 ** 18;

/** Operators of one large tensor, element by element. */
const elementwise: ReadonlySet<string> = new Set([
  ...["Relu", "LeakyRelu", "Elu", "Selu", "Sigmoid", "Tanh", "Softplus", "Softsign"],
  ...["Exp", "Log", "Sqrt", "Reciprocal", "Abs", "Sin", "Cos", "Erf", "Clip"],
]);

/** Whether a tensor has more than one row; its last axis are the columns. */
function isMatrix({ shape }: GraphValue): boolean {
  return shape.slice(0, -1).some((size) => size > 1) && shape.every((size) => size > 0);
}

function matrixShape({ shape }: GraphValue): [number, number] {
  const columns = shape.at(-1) ?? 1;
  return [shape.slice(0, -1).reduce((product, size) => product * size, 1), columns];
}

function isMinusOne({ factor }: LinearTerm): boolean {
  return knownNumber(factor) === -1;
}

/** Number of a name that the builder gave; names that people chose come first. */
function order(name: string): number {
  return name.startsWith("#") ? Number(name.slice(1)) : -1;
}
