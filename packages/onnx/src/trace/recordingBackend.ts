import {
  DataStorage,
  engine,
  KernelBackend,
  type BackendValues,
  type DataType,
  type TensorInfo,
} from "@tensorflow/tfjs-core";
import type { GraphBuilder } from "../graph/graphBuilder.ts";
import type { GraphValue } from "../graph/graphValue.ts";
import { knownNumbers } from "../graph/knownNumbers.ts";
import { toTensorType, type TensorValues } from "../graph/tensorType.ts";
import { translateKernel } from "../kernels/translateKernel.ts";
import { OnnxError } from "../onnxError.ts";

interface Entry {
  readonly shape: readonly number[];
  readonly type: DataType;
  /** The numbers, for what came from outside the traced function. */
  readonly values: BackendValues | undefined;
  value: GraphValue | undefined;
  references: number;
  /** Whether random numbers were drawn for it. */
  readonly isRandom?: boolean;
  /** The kernel that computes it. */
  readonly kernel?: string | undefined;
}

/** One trace: the graph, which data of tfjs are variables, and the calls of kernels so far. */
export interface Recording {
  readonly graph: GraphBuilder;
  /** The value in the graph of a variable's data, or `undefined` for other data. */
  readonly lookUpVariable: (
    dataId: object,
    readNumbers: () => TensorValues,
  ) => GraphValue | undefined;
  /** How often each kernel was called. */
  readonly kernels: Map<string, number>;
  /** Whether random numbers were drawn since tensors were last made of numbers. */
  drewRandomNumbers: boolean;
}

/**
 * A tfjs backend that computes nothing: every kernel appends nodes to the graph of the current recording.
 */
export class RecordingBackend extends KernelBackend {
  /** The trace in progress. */
  recording: Recording | undefined;
  readonly #data: DataStorage<Entry>;
  readonly #captured = new Set<object>();

  /** Called by tfjs when the backend is first used. */
  constructor() {
    super();
    this.#data = new DataStorage(this, engine());
  }

  /** The value in the graph of data, which are fetched from the backend where they lie. */
  graphValueOf(dataId: object): GraphValue {
    const entry = this.#data.get(dataId);
    return (entry.value ??= this.#capture(dataId, entry));
  }

  /** New data of tfjs that stand for a value of the graph. */
  register(value: GraphValue, kernel?: string): TensorInfo {
    const dtype = value.type as "float32" | "int32" | "bool";
    const dataId = {};
    const shape = [...value.shape];
    this.#data.set(dataId, { shape, type: dtype, values: undefined, value, references: 1, kernel });
    return { dataId, shape, dtype };
  }

  /** Ends the trace: data that came from outside go back to the backend where they were. */
  end(before: KernelBackend): void {
    this.recording = undefined;
    for (const dataId of this.#captured) {
      if (this.#data.has(dataId)) engine().moveData(before, dataId);
    }
    this.#captured.clear();
  }

  /** The numbers of data that came from outside the traced function. */
  numbersOf(dataId: object): TensorValues {
    const { values, type } = this.#data.get(dataId);
    return toTensorValues(values, toTensorType(type));
  }

  /** The numbers of data, where they are known when the graph is built. */
  knownNumbersOf(dataId: object): TensorValues | undefined {
    const { values, value } = this.#data.get(dataId);
    if (values !== undefined) return this.numbersOf(dataId);
    return value === undefined ? undefined : knownNumbers(value);
  }

  /** Translates one call of a kernel. */
  record(kernel: string, given: unknown, attributes: unknown): TensorInfo | TensorInfo[] {
    const { graph, kernels } = this.#current();
    kernels.set(kernel, (kernels.get(kernel) ?? 0) + 1);
    const named = Object.entries(given as Readonly<Record<string, TensorInfo | null | undefined>>);
    const inputs = new Map<string, GraphValue>();
    for (const [name, info] of named) {
      if (info !== null && info !== undefined) inputs.set(name, this.graphValueOf(info.dataId));
    }
    const unsupported = (reason: string): never => {
      throw new OnnxError("ONNX_UNSUPPORTED_KERNEL", `${kernel}: ${reason}`, { kernel, reason });
    };
    const output = translateKernel({
      ...{ graph, kernel, unsupported, inputs: [...inputs.values()] },
      attributes: (attributes ?? {}) as Readonly<Record<string, unknown>>,
      input: (name) => inputs.get(name) ?? unsupported(`the input ${name} is missing`),
      optionalInput: (name) => inputs.get(name),
    });
    if (isList(output)) return output.map((value) => this.register(value, kernel));
    return this.register(output, kernel);
  }

  #current(): Recording {
    if (this.recording === undefined) throw new Error("a kernel ran outside a trace");
    return this.recording;
  }

  #capture(dataId: object, entry: Entry): GraphValue {
    const { graph, lookUpVariable } = this.#current();
    this.#captured.add(dataId);
    const numbers = (): TensorValues => this.numbersOf(dataId);
    const variable = lookUpVariable(dataId, numbers);
    if (variable !== undefined) return variable;
    if (entry.isRandom === true) {
      const shape = entry.shape.join();
      throw new OnnxError(
        "ONNX_RANDOM_NUMBERS",
        `the traced function draws random numbers, which every run would repeat; make them an input of shape [${shape}]`,
        { expected: `an input of shape [${shape}]` },
      );
    }
    const type = toTensorType(entry.type);
    const values = numbers() as Float32Array;
    const [first] = values;
    const isUniform = first !== undefined && values.every((value) => Object.is(value, first));
    if (isUniform) return graph.uniform(first, entry.shape, type);
    return graph.constant(values, entry.shape, type);
  }

  override write(values: BackendValues, shape: number[], type: DataType): object {
    const dataId = {};
    const isRandom = this.recording?.drewRandomNumbers === true;
    if (this.recording !== undefined) this.recording.drewRandomNumbers = false;
    this.#data.set(dataId, { shape, type, values, value: undefined, references: 1, isRandom });
    return dataId;
  }

  override move(
    dataId: object,
    values: BackendValues,
    shape: number[],
    type: DataType,
    references: number,
  ): void {
    this.#data.set(dataId, { shape, type, values, value: undefined, references });
  }

  override readSync(dataId: object): BackendValues {
    const { values, value, kernel, shape } = this.#data.get(dataId);
    const known = values ?? (value === undefined ? undefined : knownNumbers(value));
    if (known === undefined) {
      const what =
        kernel === undefined
          ? `the input ${value?.name ?? ""}`
          : `the result of the kernel ${kernel}, shape [${shape.join()}]`;
      throw new OnnxError(
        "ONNX_DATA_DEPENDENT_READ",
        `the traced function reads ${what}, whose numbers exist only when the graph runs`,
        kernel === undefined ? { name: value?.name ?? "" } : { kernel },
      );
    }
    return known as BackendValues;
  }

  override read(dataId: object): Promise<BackendValues> {
    return Promise.resolve().then(() => this.readSync(dataId));
  }

  override disposeData(dataId: object, force = false): boolean {
    if (!this.#data.has(dataId)) return true;
    const entry = this.#data.get(dataId);
    entry.references--;
    if (!force && entry.references > 0) return false;
    this.#data.delete(dataId);
    return true;
  }

  override refCount(dataId: object): number {
    return this.#data.has(dataId) ? this.#data.get(dataId).references : 0;
  }

  override incRef(dataId: object): void {
    this.#data.get(dataId).references++;
  }

  override numDataIds(): number {
    return this.#data.numDataIds();
  }

  override memory(): { unreliable: boolean } {
    return { unreliable: true };
  }

  override floatPrecision(): 16 | 32 {
    return 32;
  }

  override epsilon(): number {
    return 1e-7;
  }

  override timerAvailable(): boolean {
    return false;
  }

  override dispose(): void {
    this.recording = undefined;
  }
}

function toTensorValues(values: BackendValues | undefined, type: string): TensorValues {
  const list = values as ArrayLike<number>;
  if (type === "float32") return Float32Array.from(list);
  return type === "int32" ? Int32Array.from(list) : Uint8Array.from(list);
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}
