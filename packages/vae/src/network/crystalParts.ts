import type * as tf from "@tensorflow/tfjs-core";

/**
 * The invertible part of a batch of crystals, by meaning instead of by row. As a target it holds
 * one-hot vectors, as the output of the decoder it holds logits.
 */
export interface CrystalParts {
  /** Element of every slot, `[batch, slots, classes]`. */
  readonly slots: tf.Tensor3D;
  /** Scaled log lengths and cosines of the angles, `[batch, 6]`. */
  readonly cell: tf.Tensor2D;
  /** `cos 2πx, cos 2πy, cos 2πz, sin 2πx, ...` of every site, `[batch, sites, 6]`; 0 if empty. */
  readonly turns: tf.Tensor3D;
  /** Which slot sits on every site, or none (last class), `[batch, sites, slots + 1]`. */
  readonly occupancy: tf.Tensor3D;
}
