import * as tf from "@tensorflow/tfjs-core";
import type { GraphBuilder } from "../graph/graphBuilder.ts";
import type { GraphValue } from "../graph/graphValue.ts";
import { toTensorType, type TensorValues } from "../graph/tensorType.ts";
import { OnnxError } from "../onnxError.ts";
import type { RecordingBackend } from "./recordingBackend.ts";

interface Held {
  readonly variable: tf.Variable;
  /** The variable's data when the function began, or when it made the variable. */
  readonly dataId: object;
  /** The tensor whose data these are; it keeps them alive when the function assigns others. */
  readonly original: tf.Tensor;
  /** Its value in the graph, once the function uses it. */
  value: GraphValue | undefined;
  initial: TensorValues | undefined;
}

/** A variable that the traced function uses. */
export interface UsedVariable {
  /** The variable, whose name is that of the graph's input. */
  readonly variable: tf.Variable;
  /** Its numbers before the function ran. */
  readonly initial: TensorValues;
  /** What the function assigns to it, if anything. */
  readonly next: GraphValue | undefined;
}

/**
 * The tfjs variables during one trace: those of before, and those that the function makes (an optimiser makes its
 * slots in its first step). All have their old values again after {@link TracedVariables.restore}.
 */
export class TracedVariables {
  readonly #graph: GraphBuilder;
  readonly #asInputs: boolean;
  readonly #held: Held[];
  readonly #byData: Map<object, Held>;
  readonly #labels = new Set<string>();

  /** Takes hold of the variables there are. */
  constructor(graph: GraphBuilder, asInputs: boolean) {
    this.#graph = graph;
    this.#asInputs = asInputs;
    // In the order of their making: tfjs lists those without a name, which are numbered, before all others.
    const known = Object.values(tf.engine().registeredVariables).sort((a, b) => a.id - b.id);
    this.#held = known.map((variable) => ({
      ...{ variable, dataId: variable.dataId, original: tf.keep(variable.clone()) },
      ...{ value: undefined, initial: undefined },
    }));
    this.#byData = new Map(this.#held.map((held) => [held.dataId, held]));
  }

  /** The value in the graph of a variable's data; `undefined` for other data. */
  lookUp(dataId: object, readValues: () => TensorValues): GraphValue | undefined {
    const held = this.#byData.get(dataId);
    if (held === undefined) return undefined;
    held.value ??= this.#define(held, readValues());
    return held.value;
  }

  #define(held: Held, initial: TensorValues): GraphValue {
    held.initial = initial.slice();
    const { name, shape, dtype } = held.variable;
    const type = toTensorType(dtype);
    if (this.#asInputs) return this.#graph.input(name, { shape, type });
    return this.#graph.constant(held.initial, shape, type, this.#label(name));
  }

  /**
   * A name for a constant. tfjs numbers variables through the life of the program, as in `kernel_7` for the
   * eighth layer of all; here they are numbered within the graph, so that a model made again gives the same bytes.
   */
  #label(name: string): string {
    const plain = /^\d+$/u.test(name) ? "variable" : name.replace(/_\d+$/u, "");
    for (let count = 0; ; count++) {
      const label = count === 0 ? plain : `${plain}_${count}`;
      if (this.#labels.has(label)) continue;
      this.#labels.add(label);
      return label;
    }
  }

  /** Holds a variable that was made while the function runs. */
  hold(variable: tf.Variable, backend: RecordingBackend): void {
    const { name, shape } = variable;
    const numbers = backend.knownNumbersOf(variable.dataId);
    if (numbers === undefined) {
      throw new OnnxError(
        "ONNX_DATA_DEPENDENT_READ",
        `the traced function makes the variable ${name} of numbers that exist only when the graph runs`,
        { name },
      );
    }
    const dtype = toTensorType(variable.dtype);
    const original = tf.engine().makeTensor(numbers as Float32Array, [...shape], dtype, backend);
    variable.assign(original);
    // Not by tf.keep, which the trace watches to free what the function keeps.
    original.kept = true;
    const held: Held = {
      ...{ variable, dataId: variable.dataId, original },
      ...{ value: undefined, initial: undefined },
    };
    this.#held.push(held);
    this.#byData.set(held.dataId, held);
  }

  /** The variables that the function used, in the order of their making. */
  used(backend: RecordingBackend): UsedVariable[] {
    return this.#held.flatMap((held) => {
      const { variable, dataId, value } = held;
      const next = variable.dataId === dataId ? undefined : backend.graphValueOf(variable.dataId);
      if (next === undefined && value === undefined) return [];
      // What is only assigned is an input too, so that all of them can be treated alike.
      if (value === undefined) this.lookUp(dataId, () => backend.numbersOf(dataId));
      return [{ variable, initial: held.initial as TensorValues, next }];
    });
  }

  /** Gives every variable the value of before. */
  restore(): void {
    for (const { variable, dataId, original } of this.#held) {
      if (variable.dataId !== dataId) variable.assign(original);
      original.dispose();
    }
  }
}
