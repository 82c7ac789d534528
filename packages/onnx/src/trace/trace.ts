import * as tf from "@tensorflow/tfjs-core";
import { encodeGraph } from "../graph/encodeGraph.ts";
import { GraphBuilder } from "../graph/graphBuilder.ts";
import type { GraphValue } from "../graph/graphValue.ts";
import { OnnxError } from "../onnxError.ts";
import { optimizeGraph } from "../optimize/optimizeGraph.ts";
import { findRecordingBackend } from "./findRecordingBackend.ts";
import { recordingBackendName } from "./recordingBackendName.ts";
import type { TensorSpec } from "./tensorSpec.ts";
import type { NamedTensorSpec, TracedModel, TracedVariable } from "./tracedModel.ts";
import { watchEngine } from "./watchEngine.ts";
import type { Recording } from "./recordingBackend.ts";
import { TracedVariables, type UsedVariable } from "./tracedVariables.ts";

/**
 * What a traced function may return: a tensor, a list of tensors, or tensors by name.
 */
export type TracedOutput = tf.Tensor | readonly tf.Tensor[] | Readonly<Record<string, tf.Tensor>>;

/**
 * A function that can be traced: synchronous, of named tensors.
 */
export type TraceableFunction<Names extends string> = (
  inputs: Readonly<Record<Names, tf.Tensor>>,
) => TracedOutput;

/**
 * Options of {@link trace}.
 */
export interface TraceOptions {
  /**
   * What becomes of tfjs variables: `constants` of the model (default; for a trained network), or
   * `inputs`, with an output for each that the function assigns (for a training step).
   */
  readonly variables?: "constants" | "inputs";
  /** Whether the graph is rewritten to compute the same in fewer passes; default `true`. */
  readonly optimize?: boolean;
  /** Name of the graph in the file; default `traced`. */
  readonly name?: string;
}

/**
 * Runs a tfjs function once on a backend that records instead of computing, and gives the same
 * function as an ONNX model: forward, or with `tf.grads`, `tf.variableGrads` or a whole optimiser step
 * inside, since tfjs differentiates while the recording runs.
 *
 * @param fn - a synchronous function of tfjs tensors; it must not read their numbers
 * @param inputs - shapes and types of its inputs, by name
 * @param options - what becomes of variables; name of the graph
 * @returns the model with its inputs, outputs and variables
 * @throws {@link OnnxError} with code `ONNX_UNSUPPORTED_KERNEL` (names the kernel),
 *   `ONNX_DATA_DEPENDENT_READ`, `ONNX_RANDOM_NUMBERS`, `ONNX_UNSUPPORTED_TYPE`,
 *   `ONNX_ASSIGNED_CONSTANT` (the function assigns a variable, but variables are constants),
 *   `ONNX_DUPLICATE_NAME`, `ONNX_NO_OUTPUT` or `ONNX_NO_BACKEND` (no tfjs backend is started: import
 *   `@tensorflow/tfjs-backend-cpu`, say)
 *
 * @remarks
 * Shapes are static. What is no tensor, such as a learning rate or the branch of an `if`, is as it was while
 * tracing, and tensors from outside are constants of the model. Random numbers without a seed are refused: they
 * would be the same in every run; give them as an input. (With a seed tfjs repeats them in every call too.) A single output is called
 * `output`, members of a list `output_0`, `output_1`, …; the next value of a variable is `next/NAME`.
 * When this returns or throws, variables have their old values and tfjs its old backend again; tensors that the
 * function kept with `tf.keep` are freed, since they have no numbers.
 *
 * @example
 * ```ts
 * const { bytes } = trace(({ x }) => tf.softmax(x), { x: { shape: [1, 3] } });
 * ```
 */
export function trace<Names extends string>(
  fn: TraceableFunction<Names>,
  inputs: Readonly<Record<Names, TensorSpec>>,
  options: TraceOptions = {},
): TracedModel {
  const asInputs = options.variables === "inputs";
  const engine = tf.engine();
  const before = findCurrentBackend();
  const { backendName } = engine;
  const recorder = findRecordingBackend();
  if (recorder.recording !== undefined) throw new TypeError("trace was called inside a trace");
  const graph = new GraphBuilder();
  const kernels = new Map<string, number>();
  const given = Object.entries<TensorSpec>(inputs).map(([name, { shape, type = "float32" }]) =>
    graph.input(name, { shape: [...shape], type }),
  );
  const variables = new TracedVariables(graph, asInputs);
  const recording: Recording = {
    ...{ graph, kernels, drewRandomNumbers: false },
    lookUpVariable: (dataId, readNumbers) => variables.lookUp(dataId, readNumbers),
  };
  let endWatch: (() => void) | undefined;
  try {
    switchBackend(recordingBackendName);
    recorder.recording = recording;
    endWatch = watchEngine({
      onVariable: (variable) => {
        variables.hold(variable, recorder);
      },
      onRandomNumber: () => {
        recording.drewRandomNumbers = true;
      },
    });
    const outputs = new Map<string, GraphValue>();
    let used: UsedVariable[] = [];
    tf.tidy(() => {
      const tensors = Object.fromEntries(
        given.map((value) => [
          value.name,
          engine.makeTensorFromTensorInfo(recorder.register(value)),
        ]),
      );
      for (const [name, tensor] of nameOutputs(fn(tensors as Record<Names, tf.Tensor>))) {
        outputs.set(name, recorder.graphValueOf(tensor.dataId));
      }
      used = variables.used(recorder);
    });
    const traced = used.map(({ variable: { name, shape }, initial, next }) => {
      if (next !== undefined && !asInputs) {
        throw new OnnxError(
          "ONNX_ASSIGNED_CONSTANT",
          `the traced function assigns the variable ${name}; trace it with variables as inputs`,
          { name },
        );
      }
      const output = next === undefined ? undefined : `next/${name}`;
      if (output !== undefined && next !== undefined) outputs.set(output, next);
      const type = typeOf(initial);
      return { name, shape: [...shape], type, initial, next: output } as TracedVariable;
    });
    for (const name of outputs.keys()) graph.claimName(name);
    const simplified =
      options.optimize === false ? { graph, outputs } : optimizeGraph(graph, outputs);
    return {
      bytes: encodeGraph(simplified.graph, simplified.outputs, options.name ?? "traced"),
      inputs: given.map(describe),
      outputs: [...outputs].map(([name, value]) => describe({ ...value, name })),
      variables: asInputs ? traced : [],
      kernels: Object.fromEntries(kernels),
    };
  } finally {
    switchBackend(backendName);
    endWatch?.();
    variables.restore();
    recorder.end(before);
  }
}

/** The backend to go back to; tfjs has none before one is imported, or started where that takes time. */
function findCurrentBackend(): tf.KernelBackend {
  try {
    return tf.engine().backend;
  } catch (cause) {
    throw new OnnxError(
      "ONNX_NO_BACKEND",
      "tfjs has no backend yet, which it needs to trace: import one, such as " +
        "@tensorflow/tfjs-backend-cpu, and await tf.ready()",
      {},
      { cause },
    );
  }
}

/** tfjs switches at once between backends that need no asynchronous start; its promise says no more. */
function switchBackend(name: string): void {
  void tf.setBackend(name);
  if (tf.getBackend() !== name) throw new Error(`tfjs did not switch to the backend ${name}`);
}

function nameOutputs(output: TracedOutput): [name: string, tensor: tf.Tensor][] {
  if (output instanceof tf.Tensor) return [["output", output]];
  const named: [string, tf.Tensor][] = Array.isArray(output)
    ? (output as tf.Tensor[]).map((tensor, index) => [`output_${index}`, tensor])
    : Object.entries((output as Readonly<Record<string, tf.Tensor>> | undefined) ?? {});
  if (named.length === 0 || named.some(([, tensor]) => !(tensor instanceof tf.Tensor))) {
    throw new OnnxError(
      "ONNX_NO_OUTPUT",
      "the traced function returns something else than tensors (it must not be asynchronous)",
    );
  }
  return named;
}

function describe({ name, shape, type }: GraphValue): NamedTensorSpec {
  if (type === "int64") throw new Error(`the output ${name} is int64`);
  return { name, shape, type };
}

function typeOf(values: TracedVariable["initial"] | BigInt64Array): TracedVariable["type"] {
  if (values instanceof Float32Array) return "float32";
  return values instanceof Int32Array ? "int32" : "bool";
}
