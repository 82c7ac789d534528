import * as tfl from "@tensorflow/tfjs-layers";
import * as tf from "@tensorflow/tfjs-core";

/**
 * tfjs-layers layer for dropout whose masks are given, so that a seed decides them and the loss stays a
 * function of tensors alone: `apply(input, { masks })` multiplies by `masks[name]`, 0 or 1 / (1 - rate);
 * without masks of its name the layer does nothing.
 */
export class MaskedDropout extends tfl.layers.Layer {
  /** Name under which tfjs-layers serialises the layer. */
  static readonly className = "MaskedDropout";

  /**
   * @param options - name of the layer
   */
  constructor(options: {
    /** Layer name, which is also that of its masks. */
    readonly name: string;
  }) {
    super({ name: options.name });
  }

  /**
   * @param inputShape - any shape
   * @returns the same
   */
  override computeOutputShape(inputShape: tfl.Shape): tfl.Shape {
    return inputShape;
  }

  /**
   * @param inputs - one tensor
   * @param kwargs - `masks`: tensors of the same shape by layer name
   * @returns what the mask leaves
   */
  override call(
    inputs: tf.Tensor | tf.Tensor[],
    kwargs: Readonly<Record<string, unknown>>,
  ): tf.Tensor {
    const input = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor;
    const masks = kwargs["masks"] as Readonly<Record<string, tf.Tensor>> | undefined;
    const mask = masks?.[this.name];
    return mask === undefined ? input : tf.mul(input, mask);
  }
}
