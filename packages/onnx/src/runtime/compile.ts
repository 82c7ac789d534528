import { OnnxError } from "../onnxError.ts";
import type { TensorSpec } from "../trace/tensorSpec.ts";
import { trace, type TraceableFunction } from "../trace/trace.ts";
import type { NamedTensorSpec, TracedModel } from "../trace/tracedModel.ts";
import type { OnnxRuntime, PlainTensor, TensorNumbers } from "./onnxRuntime.ts";

/**
 * Options of {@link compile}.
 */
export interface CompileOptions {
  /** What runs the function; see `loadRuntime` of the entries `/node` and `/web`. */
  readonly runtime: OnnxRuntime;
  /** Threads of one operator; default: what the runtime chooses. */
  readonly threads?: number;
  /**
   * `constants` (default): variables are weights of the model. `state`: the compiled function keeps
   * their numbers, and each run takes over what the function assigns.
   */
  readonly variables?: "constants" | "state";
}

/**
 * A tfjs function that runs on ONNX Runtime.
 */
export interface CompiledFunction<Names extends string> {
  /** Name of the runtime, such as `onnxruntime-node`. */
  readonly runtime: string;
  /** The traced model. */
  readonly model: TracedModel;
  /** Numbers of the variables, by name; the arrays change with every run. */
  readonly state: ReadonlyMap<string, TensorNumbers>;
  /**
   * Runs the function.
   *
   * @param inputs - numbers of every input, row-major, in the traced shape and type
   * @returns the outputs by name, without those of variables
   * @throws {@link OnnxError} with code `ONNX_INVALID_INPUT` or `ONNX_RUNTIME_FAILED`
   */
  run(
    inputs: Readonly<Record<Names, TensorNumbers>>,
  ): Promise<Readonly<Record<string, PlainTensor>>>;
  /** Replaces the numbers of variables. */
  setState(values: ReadonlyMap<string, TensorNumbers>): void;
  /** Frees the model. */
  dispose(): Promise<void>;
}

/**
 * Traces a tfjs function and loads it into an ONNX Runtime.
 *
 * @param fn - as for {@link trace}
 * @param inputs - shapes and types of its inputs, by name
 * @param options - the runtime, its threads, and what becomes of variables
 * @returns the function; `runtime` says what runs it
 * @throws {@link OnnxError} as {@link trace}, or with code `ONNX_RUNTIME_FAILED`
 *
 * @example
 * ```ts
 * const { runtime } = await loadRuntime();
 * const softmax = await compile(({ x }) => tf.softmax(x), { x: { shape: [3] } }, { runtime });
 * const { output } = await softmax.run({ x: Float32Array.of(1, 2, 3) });
 * ```
 */
export async function compile<Names extends string>(
  fn: TraceableFunction<Names>,
  inputs: Readonly<Record<Names, TensorSpec>>,
  options: CompileOptions,
): Promise<CompiledFunction<Names>> {
  const { runtime, threads } = options;
  const variables = options.variables === "state" ? "inputs" : "constants";
  const model = trace(fn, inputs, { variables });
  const session = await runtime.load(model.bytes, threads === undefined ? {} : { threads });

  const state = new Map<string, TensorNumbers>(
    model.variables.map(({ name, initial }) => [name, initial.slice()]),
  );
  // Assigned variables are written into a second set of arrays, which then changes places with the first.
  const spare = new Map<string, TensorNumbers>(
    model.variables.flatMap(({ name, initial, next }) =>
      next === undefined ? [] : [[name, initial.slice()] as const],
    ),
  );
  return {
    runtime: runtime.name,
    model,
    state,
    async run(given) {
      const feeds: Record<string, PlainTensor> = {};
      for (const spec of model.inputs) {
        feeds[spec.name] = checkInput(
          spec,
          (given as Record<string, TensorNumbers | undefined>)[spec.name],
        );
      }
      const places: Record<string, PlainTensor> = {};
      for (const { name, shape, next } of model.variables) {
        feeds[name] = { data: state.get(name) as TensorNumbers, shape };
        if (next !== undefined) places[next] = { data: spare.get(name) as TensorNumbers, shape };
      }
      const results = { ...(await session.run(feeds, places)) };
      for (const { name, next } of model.variables) {
        if (next === undefined) continue;
        const assigned = results[next]?.data as TensorNumbers;
        spare.set(name, state.get(name) as TensorNumbers);
        state.set(name, assigned);
        // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a fresh copy of the results
        delete results[next];
      }
      return results;
    },
    setState(values) {
      for (const { name, initial, shape, type } of model.variables) {
        const data = values.get(name);
        if (data === undefined) continue;
        checkInput({ name, shape, type }, data);
        if (data.length === initial.length) state.set(name, data.slice());
      }
    },
    dispose: () => session.dispose(),
  };
}

function checkInput(
  { name, shape, type }: NamedTensorSpec,
  data: TensorNumbers | undefined,
): PlainTensor {
  const size = shape.reduce((product, length) => product * length, 1);
  const actual =
    data === undefined ? "nothing" : `${data.length} numbers in a ${data.constructor.name}`;
  const fits =
    (type === "float32" && data instanceof Float32Array) ||
    (type === "int32" && data instanceof Int32Array) ||
    (type === "bool" && data instanceof Uint8Array);
  if (data === undefined || !fits || data.length !== size) {
    const expected = `${size} numbers of type ${type}, shape [${shape.join()}]`;
    throw new OnnxError(
      "ONNX_INVALID_INPUT",
      `the input ${name} needs ${expected}, not ${actual}`,
      {
        ...{ name, expected, actual },
      },
    );
  }
  return { data, shape };
}
