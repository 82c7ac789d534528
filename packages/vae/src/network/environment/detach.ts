import * as tf from "@tensorflow/tfjs-core";

/**
 * Computes something of a tensor that has no gradient.
 *
 * @param x - any tensor
 * @param compute - what is computed of it; x itself by default. It may use operations that have no gradient
 * @returns the result; what is made of it does not move x
 */
export function detach<T extends tf.Tensor>(
  x: T,
  compute: (x: T) => tf.Tensor = (given) => tf.clone(given),
): T {
  const operation = tf.customGrad((given) => {
    const { shape } = given as T; // the tensor itself may be gone when the gradient is computed
    return { value: compute(given as T), gradFunc: () => tf.zeros(shape) };
  });
  return operation(x) as T;
}
