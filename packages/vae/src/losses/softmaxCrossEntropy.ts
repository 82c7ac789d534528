import * as tf from "@tensorflow/tfjs-core";

/**
 * Cross-entropy of a softmax, `-Σ_k t_k log softmax(x)_k`, over the last axis, with its closed-form
 * gradient `softmax(x) - t`.
 *
 * @param logits - `[..., classes]`
 * @param targets - the same shape; one-hot, or all zero where a position does not count
 * @returns `[...]`, one value per position; the caller disposes it
 *
 * @remarks
 * Where the target row is all zero, the loss and its gradient are exactly zero.
 */
export function softmaxCrossEntropy(logits: tf.Tensor, targets: tf.Tensor): tf.Tensor {
  const operation = tf.customGrad((x, t, save) => {
    const logitsTensor = x as tf.Tensor;
    const targetTensor = t as tf.Tensor;
    (save as tf.GradSaveFunc)([logitsTensor, targetTensor]);
    const shifted = tf.sub(logitsTensor, tf.max(logitsTensor, -1, true));
    const logSum = tf.log(tf.sum(tf.exp(shifted), -1, true));
    const value = tf.neg(tf.sum(tf.mul(targetTensor, tf.sub(shifted, logSum)), -1));
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] => {
      const [same, target] = saved as [tf.Tensor, tf.Tensor];
      const probabilities = tf.softmax(same);
      const weight = tf.expandDims(tf.mul(dy, tf.sum(target, -1)), -1);
      const gradient = tf.sub(tf.mul(probabilities, weight), tf.mul(target, tf.expandDims(dy, -1)));
      return [gradient, tf.zerosLike(target)];
    };
    return { value, gradFunc };
  });
  return operation(logits, targets);
}
