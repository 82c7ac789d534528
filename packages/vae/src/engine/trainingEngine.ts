import type * as tf from "@tensorflow/tfjs-core";

/**
 * A loss as a function of tensors alone: everything that changes from step to step is an input. The
 * scalar called `total` is what is differentiated.
 */
export type LossFunction = (
  inputs: Readonly<Record<string, tf.Tensor>>,
) => Readonly<Record<string, tf.Scalar>> & { readonly total: tf.Scalar };

/**
 * What an engine is asked to run.
 */
export interface LossGraph {
  /** The loss. */
  readonly loss: LossFunction;
  /** Shape of every input, by name; all are float32. */
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  /** The variables that the loss reads, by the names under which their numbers travel. */
  readonly weights: ReadonlyMap<string, tf.Variable>;
}

/** Plain numbers by name. */
export type NumbersByName = ReadonlyMap<string, Float32Array>;

/**
 * A loss that is ready to run, again and again, with the same shapes.
 */
export interface PreparedLoss {
  /**
   * Computes the loss and its gradients.
   *
   * @param inputs - numbers of every input, row-major
   * @param weights - numbers of every weight
   * @param gradients - one array per weight; receives the gradient of `total`
   * @returns the scalars that the loss function gives, by name
   */
  differentiate(
    inputs: Readonly<Record<string, Float32Array>>,
    weights: NumbersByName,
    gradients: NumbersByName,
  ): Promise<Readonly<Record<string, number>>>;
  /**
   * Computes the loss alone.
   *
   * @param inputs - numbers of every input, row-major
   * @param weights - numbers of every weight
   * @returns the scalars that the loss function gives, by name
   */
  evaluate(
    inputs: Readonly<Record<string, Float32Array>>,
    weights: NumbersByName,
  ): Promise<Readonly<Record<string, number>>>;
  /** Frees what the engine holds. */
  dispose(): Promise<void>;
}

/**
 * What computes losses and gradients. The model is defined once, in tfjs; an engine runs it as it is or
 * compiles it.
 */
export interface TrainingEngine {
  /** What runs, for people and logs, such as `tfjs-wasm` or `onnxruntime-node 1.30.0`. */
  readonly name: string;
  /**
   * Makes a loss ready.
   *
   * @param graph - the loss, the shapes of its inputs and its weights
   * @returns the loss, to be disposed by the caller
   */
  prepare(graph: LossGraph): Promise<PreparedLoss>;
}
