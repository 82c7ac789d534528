import type * as tf from "@tensorflow/tfjs-core";
import type { TensorSpec } from "../trace/tensorSpec.ts";
import { trace } from "../trace/trace.ts";
import type { TracedModel } from "../trace/tracedModel.ts";

/**
 * What {@link toOnnx} needs of a model; every `tf.LayersModel` and `tf.Sequential` of tfjs-layers has it.
 */
export interface ExportableModel {
  /** Names of the inputs, in order. */
  readonly inputNames: string[];
  /** Names of the outputs, in order. */
  readonly outputNames: string[];
  /** The inputs with their shapes, `null` where a size is not known before there are data. */
  readonly inputs: readonly {
    /** Sizes of the axes. */
    readonly shape: readonly (number | null)[];
    /** Type of its numbers, as tfjs calls it. */
    readonly dtype: string;
  }[];
  /** Completes a `tf.Sequential`, which names its inputs and outputs only then. */
  build(inputShape: never): void;
  /** Runs the model. */
  apply(inputs: tf.Tensor | tf.Tensor[], options: { training: boolean }): unknown;
}

/**
 * Options of {@link toOnnx}.
 */
export interface ExportOptions {
  /** Size of the first axis of every input; default 1. A file has one batch size. */
  readonly batchSize?: number;
  /** Shapes of inputs by name, where `null` stands for more than the batch size. */
  readonly inputShapes?: Readonly<Record<string, readonly number[]>>;
  /** Name of the graph in the file; default `model`. */
  readonly name?: string;
}

/**
 * Exports a model of tfjs-layers, as it predicts, as an ONNX model for Python and other users.
 *
 * @param model - a built model; its weights are written into the file
 * @param options - batch size, shapes that the model leaves open, name
 * @returns the model; inputs and outputs are named as in `model.inputNames` and `model.outputNames`
 * @throws RangeError if a shape is open; {@link OnnxError} as {@link trace}
 *
 * @remarks
 * Dropout, noise and batch normalisation behave as in `model.predict`. Shapes are static: fill up the last
 * batch. The name of an output that is also the name of an input gets `/output` behind it.
 *
 * @example
 * ```ts
 * const model = tfl.sequential({ layers: [tfl.layers.dense({ units: 2, inputShape: [3] })] });
 * await writeFile("model.onnx", toOnnx(model, { batchSize: 16 }).bytes);
 * ```
 */
export function toOnnx(model: ExportableModel, options: ExportOptions = {}): TracedModel {
  if (model.inputNames.length === 0) (model.build as () => void).call(model);
  const { inputNames, outputNames } = model;
  const specs: [name: string, spec: TensorSpec][] = inputNames.map((name, at) => {
    const input = model.inputs[at];
    const shape =
      options.inputShapes?.[name] ??
      input?.shape.map((size, axis) => (axis === 0 ? (size ?? options.batchSize ?? 1) : size));
    if (shape === undefined || !isComplete(shape)) {
      throw new RangeError(`the shape of the input ${name} is open; give it in inputShapes`);
    }
    return [name, { shape, type: input?.dtype === "int32" ? "int32" : "float32" }];
  });
  return trace(
    (given: Readonly<Record<string, tf.Tensor>>) => {
      const inputs = inputNames.map((name) => given[name] as tf.Tensor);
      const [first] = inputs;
      const single = inputs.length === 1 && first !== undefined ? first : inputs;
      const output = model.apply(single, { training: false });
      const outputs = (Array.isArray(output) ? output : [output]) as tf.Tensor[];
      return Object.fromEntries(
        outputs.map((tensor, at) => {
          const name = outputNames[at] ?? `output_${at}`;
          return [inputNames.includes(name) ? `${name}/output` : name, tensor];
        }),
      );
    },
    Object.fromEntries(specs),
    { name: options.name ?? "model" },
  );
}

function isComplete(shape: readonly (number | null)[]): shape is readonly number[] {
  return shape.every((size) => size !== null);
}
