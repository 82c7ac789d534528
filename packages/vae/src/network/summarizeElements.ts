import * as tf from "@tensorflow/tfjs-core";

/**
 * Describes crystals by the properties of their elements: those of every slot, and their mean, deviation,
 * maximum and minimum over the crystal, weighted by the slots' shares of the sites.
 *
 * @param slotsOfCrystals - one-hot, `[batch, slots, classes]`
 * @param shares - `[batch, slots]`
 * @param scalars - properties of every class but the last, the empty one, which has none
 * @returns `[batch, (slots + 4) properties]`; the caller disposes it
 */
export function summarizeElements(
  slotsOfCrystals: tf.Tensor3D,
  shares: tf.Tensor2D,
  scalars: readonly (readonly number[])[],
): tf.Tensor2D {
  const [count, slots, classes] = slotsOfCrystals.shape;
  const width = scalars[0]?.length ?? 0;
  // The empty class has no element; its row is zero.
  const table = tf.tensor2d([...scalars.flat(), ...Array<number>(width).fill(0)], [classes, width]);
  const product = tf.matMul(
    tf.reshape<tf.Rank.R2>(slotsOfCrystals, [count * slots, classes]),
    table,
  );
  const ofSlots = tf.reshape<tf.Rank.R3>(product, [count, slots, width]);
  const weights = tf.expandDims(shares, 2);
  const mean = tf.sum(tf.mul(ofSlots, weights), 1, true);
  const deviation = tf.sqrt(
    tf.sum<tf.Tensor2D>(tf.mul(tf.square(tf.sub(ofSlots, mean)), weights), 1),
  );
  // An empty slot counts as the mean, which is never the extreme.
  const empty = tf.slice3d(slotsOfCrystals, [0, 0, classes - 1], [count, slots, 1]);
  const filled = tf.add<tf.Tensor3D>(ofSlots, tf.mul(mean, empty));
  return tf.concat2d(
    [
      tf.reshape<tf.Rank.R2>(ofSlots, [count, slots * width]),
      tf.reshape<tf.Rank.R2>(mean, [count, width]),
      deviation,
      tf.max<tf.Tensor2D>(filled, 1),
      tf.min<tf.Tensor2D>(filled, 1),
    ],
    1,
  );
}
