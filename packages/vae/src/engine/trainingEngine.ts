import type * as tf from "@tensorflow/tfjs-core";

/**
 * A loss as a function of tensors alone: everything that changes from step to step is an input. The
 * scalar called `total` is what is differentiated. `training` is false where the loss is only measured:
 * batch normalisation then uses its moving averages, and no variable may be assigned.
 */
export type LossFunction = (
  inputs: Readonly<Record<string, tf.Tensor>>,
  training: boolean,
) => Readonly<Record<string, tf.Scalar>> & {
  /** What is differentiated. */
  readonly total: tf.Scalar;
};

/**
 * What an engine is asked to run.
 */
export interface LossGraph {
  /** The loss. */
  readonly loss: LossFunction;
  /** Shape of every input, by name; all are float32. */
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  /** The variables that are differentiated, by the names under which their numbers travel. */
  readonly weights: ReadonlyMap<string, tf.Variable>;
  /**
   * Variables that have no gradient and that the loss itself assigns while it trains, such as the moving
   * averages of batch normalisation; none by default.
   */
  readonly states?: ReadonlyMap<string, tf.Variable>;
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
   * @param weights - numbers of every weight and state; they are read, not changed
   * @param gradients - one array per weight; receives the gradient of `total`
   * @param updates - one array per state; receives what the loss assigns to it
   * @returns the scalars that the loss function gives, by name
   */
  differentiate(
    inputs: Readonly<Record<string, Float32Array>>,
    weights: NumbersByName,
    gradients: NumbersByName,
    updates?: NumbersByName,
  ): Promise<Readonly<Record<string, number>>>;
  /**
   * Computes the loss alone, with `training` false.
   *
   * @param inputs - numbers of every input, row-major
   * @param weights - numbers of every weight and state
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
 * An engine that was not taken, and why.
 */
export interface EngineAttempt {
  /** Its name. */
  readonly engine: string;
  /** Why it was not taken. */
  readonly reason: string;
}

/**
 * What computes losses and gradients. The model is defined once, in tfjs; an engine runs it as it is or
 * compiles it.
 */
export interface TrainingEngine {
  /** What runs, for people and logs, such as `tfjs-wasm` or `onnxruntime-node 1.30.0`. */
  readonly name: string;
  /** Engines that would have come before it, and why they were not taken; none by default. */
  readonly passedOver?: readonly EngineAttempt[];
  /**
   * Makes a loss ready.
   *
   * @param graph - the loss, the shapes of its inputs and its weights
   * @returns the loss, to be disposed by the caller
   */
  prepare(graph: LossGraph): Promise<PreparedLoss>;
}
