import * as tf from "@tensorflow/tfjs-core";

/**
 * Kullback–Leibler divergence of `N(μ, σ²)` from `N(0, 1)`, summed over the latent dimensions:
 * `½ Σ (μ² + σ² - 1 - log σ²)`.
 *
 * @param mean - μ, `[batch, latentSize]`
 * @param logVariance - log σ², the same shape
 * @returns `[batch]`, in nats; the caller disposes it
 *
 * @remarks
 * Per crystal and summed over dimensions, as the evidence lower bound has it; the Python reference
 * averages over dimensions, which makes its β 256 times smaller than it looks.
 *
 * @see Kingma, Welling, arXiv:1312.6114, appendix B; the paper, Eq. 3
 */
export function divergenceFromPrior(mean: tf.Tensor2D, logVariance: tf.Tensor2D): tf.Tensor1D {
  return tf.tidy(() => {
    const terms = tf.sub(tf.add(tf.square(mean), tf.exp(logVariance)), tf.add(logVariance, 1));
    return tf.mul(tf.sum<tf.Tensor1D>(terms, 1), 0.5);
  });
}
