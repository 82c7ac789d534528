import type { FtcpTensor } from "@ftcp/featurize";
import type { RandomSource } from "@ftcp/random";
import type * as tf from "@tensorflow/tfjs-core";
import type * as tfl from "@tensorflow/tfjs-layers";
import type { LossWeights } from "../losses/lossWeights.ts";

/**
 * What a network reads of a batch of crystals.
 */
export interface NetworkInputs {
  /** Scaled FTCP tensors, `[batch, rows, columns]`. */
  readonly batch: tf.Tensor3D;
  /**
   * Where every site sees its neighbours, `[batch, sites, slots, radii]` (see `describeEnvironments`);
   * present if {@link Network.environmentShape} is.
   */
  readonly environment?: tf.Tensor4D;
  /** Masks of the layers of {@link Network.dropouts}, `[batch, width]` each; none where nothing is dropped. */
  readonly masks?: DropoutMasks;
}

/** Masks by layer: 0 where a number is dropped, else 1 / (1 - rate). */
export type DropoutMasks = Readonly<Record<string, tf.Tensor2D>>;

/** A layer that drops some of its numbers in training. */
export interface Dropout {
  /** Its name. */
  readonly name: string;
  /** Numbers of one crystal. */
  readonly width: number;
  /** Share that is dropped. */
  readonly rate: number;
}

/**
 * The three networks of the autoencoder, as tfjs-layers models (paper, Figure 2), and what the loss and
 * the model need to know of their architecture.
 *
 * @remarks
 * All methods that give tensors leave them to the caller. `training` is whether batch normalisation, if
 * there is any, uses the batch and not its averages.
 */
export interface Network {
  /** From what {@link Network.encode} feeds it to `[mean, logVariance]`. */
  readonly encoder: tfl.LayersModel;
  /** Latents `[batch, latentSize]` to what {@link Network.decode} takes apart. */
  readonly decoder: tfl.LayersModel;
  /** Latents to scaled properties. */
  readonly regressor: tfl.LayersModel;
  /** Shape of the `environment` of one crystal, if the network reads it: `[sites, slots, radii]`. */
  readonly environmentShape?: readonly [sites: number, slots: number, radii: number];
  /**
   * Describes the neighbours of every site, for {@link NetworkInputs}; present if `environmentShape` is.
   *
   * @param tensor - FTCP tensors in physical units
   * @returns `[crystals, sites, slots, radii]`, row-major
   */
  readonly describeEnvironments?: (tensor: FtcpTensor) => Float32Array;
  /** Layers of the encoder and the regressor with dropout; none if absent. */
  readonly dropouts?: readonly Dropout[];
  /**
   * Encodes a batch.
   *
   * @param inputs - the crystals
   * @param training - see above
   * @returns mean and log variance of the posteriors, `[batch, latentSize]` each
   */
  encode(
    inputs: NetworkInputs,
    training?: boolean,
  ): {
    /** Means of the posteriors. */
    readonly mean: tf.Tensor2D;
    /** Logarithms of their variances. */
    readonly logVariance: tf.Tensor2D;
  };
  /**
   * Decodes latents.
   *
   * @param latents - `[batch, latentSize]`
   * @param training - see above
   * @returns what the architecture writes, by name
   */
  decode(latents: tf.Tensor2D, training?: boolean): Readonly<Record<string, tf.Tensor>>;
  /**
   * Loss of the reconstruction of every crystal.
   *
   * @param decoded - of {@link Network.decode}
   * @param batch - the scaled tensors that should have come back
   * @param weights - weights of the terms
   * @returns `[batch]`
   */
  reconstruction(
    decoded: Readonly<Record<string, tf.Tensor>>,
    batch: tf.Tensor3D,
    weights: LossWeights,
  ): tf.Tensor1D;
  /**
   * Loss of crystals that no data stand behind, such as those decoded from the prior: what is impossible
   * in any crystal. Absent where the architecture has none.
   *
   * @param decoded - of {@link Network.decode}
   * @param weights - weights of the terms
   * @returns a scalar, the mean over the crystals
   */
  readonly implausibility?: (
    decoded: Readonly<Record<string, tf.Tensor>>,
    weights: LossWeights,
  ) => tf.Scalar;
  /**
   * Writes decoded numbers into tensors.
   *
   * @param decoded - numbers of what {@link Network.decode} gave, by name
   * @param count - number of crystals
   * @returns scaled FTCP tensors `[count, rows, columns]`; rows that follow from others may be zero
   */
  assemble(decoded: Readonly<Record<string, Float32Array>>, count: number): FtcpTensor;
  /**
   * Sets all weights before training.
   *
   * @param random - decides every number
   */
  initialize(random: RandomSource): void;
}
