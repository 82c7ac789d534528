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
  /** Numbers of the variables after the last run, by name; later runs write into these arrays: copy what is to stay. */
  readonly state: ReadonlyMap<string, TensorNumbers>;
  /**
   * Runs the function; a run that is called before another has ended waits for it.
   *
   * @param inputs - numbers of every input, row-major, in the traced shape and type
   * @returns the outputs by name, without those of variables
   * @throws {@link OnnxError} with code `ONNX_INVALID_INPUT` or `ONNX_RUNTIME_FAILED`
   */
  run(
    inputs: Readonly<Record<Names, TensorNumbers>>,
  ): Promise<Readonly<Record<string, PlainTensor>>>;
  /**
   * Replaces the numbers of variables by copies of these.
   *
   * @throws {@link OnnxError} with code `ONNX_INVALID_INPUT` if there is no such variable, or for another
   *   length or type; then nothing is replaced
   */
  setState(values: ReadonlyMap<string, TensorNumbers>): void;
  /** Frees the model, after the runs in progress. */
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
  const specs = new Map<string, NamedTensorSpec>(model.variables.map((spec) => [spec.name, spec]));
  // One run after the other: each reads the state that the one before it leaves.
  let last: Promise<unknown> = Promise.resolve();
  let isDisposed = false;

  return {
    runtime: runtime.name,
    model,
    state,
    run(given) {
      const result = last.then(() => runOnce(given));
      last = result.catch(() => undefined);
      return result;
    },
    setState(values) {
      const checked = Array.from(values, ([name, data]) => {
        const spec = specs.get(name);
        if (spec === undefined) throw unknownName(name, specs.keys());
        return [name, checkInput(spec, data).data.slice()] as const;
      });
      for (const [name, data] of checked) state.set(name, data);
    },
    async dispose() {
      if (isDisposed) return;
      isDisposed = true;
      await last;
      await session.dispose();
    },
  };

  async function runOnce(
    given: Readonly<Record<string, TensorNumbers | undefined>>,
  ): Promise<Record<string, PlainTensor>> {
    if (isDisposed) throw new TypeError("the compiled function is disposed");
    const feeds: Record<string, PlainTensor> = {};
    for (const spec of model.inputs) {
      feeds[spec.name] = checkInput(spec, given[spec.name]);
    }
    for (const name of Object.keys(given)) {
      if (!(name in feeds)) throw unknownName(name, Object.keys(feeds));
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
  }
}

function unknownName(name: string, names: Iterable<string>): OnnxError {
  const expected = `one of ${[...names].join(", ")}`;
  return new OnnxError("ONNX_INVALID_INPUT", `there is no ${name}, only ${expected}`, {
    ...{ name, expected, actual: name },
  });
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
