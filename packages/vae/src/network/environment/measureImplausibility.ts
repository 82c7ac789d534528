import * as tf from "@tensorflow/tfjs-core";
import type { LossWeights } from "../../losses/lossWeights.ts";
import type { CrystalParts } from "../crystalParts.ts";
import type { CellScaling } from "./cellScaling.ts";
import { detach } from "./detach.ts";
import { cellSquare } from "./summarizeComposition.ts";

/**
 * What is wrong with decoded crystals that nobody has to compare with: atoms that overlap and cells that
 * are too flat. Mean over the crystals of
 * `repulsion Σ_(i<j) max(0, 1.5 Å - d_ij)² + cellShape [max(0, 0.35 - s)² + Σ max(0, |cos| - 0.8)²/3]`,
 * `d_ij` the distance of two filled sites, `s` the square of the volume of the cell with edges of 1.
 *
 * @param decoded - logits, points near the unit circle and scaled cells
 * @param scaling - of the cells
 * @param weights - `repulsion` and `cellShape`
 * @returns a scalar; the caller disposes it
 *
 * @remarks
 * Overlaps move sites, not cells: distances have no gradient with respect to the cell, which would grow
 * instead. The image taken is that of the rounded difference, in canonical cells the nearest or close to
 * it. A site counts as filled when some slot is more likely than none.
 */
export function measureImplausibility(
  decoded: CrystalParts,
  scaling: CellScaling,
  weights: Pick<LossWeights, "repulsion" | "cellShape">,
): tf.Scalar {
  return tf.tidy(() => {
    const [count] = decoded.cell.shape;
    const cell = tf.add<tf.Tensor2D>(tf.mul(decoded.cell, [...scaling.scale]), [...scaling.offset]);
    const cosines = tf.slice2d(cell, [0, 3], [count, 3]);
    const flatness = tf.square(tf.relu(tf.sub(0.35, cellSquare(cosines))));
    const skewness = tf.square(tf.relu(tf.sub(tf.abs(cosines), 0.8)));
    return tf.add<tf.Scalar>(
      tf.mul(tf.div(tf.sum(measureOverlaps(decoded, cell)), count), weights.repulsion),
      tf.mul(tf.add(tf.mean(flatness), tf.mean(skewness)), weights.cellShape),
    );
  });
}

/** Overlaps of all pairs, `[batch, sites, sites]`, each pair twice at half its weight. */
function measureOverlaps(decoded: CrystalParts, cell: tf.Tensor2D): tf.Tensor3D {
  const [count, sites, classes] = decoded.occupancy.shape;
  const slots = classes - 1;
  const filled = detach(decoded.occupancy, (logits) => {
    const best = tf.max(tf.slice3d(logits, [0, 0, 0], [count, sites, slots]), 2, true);
    const empty = tf.slice3d(logits, [0, 0, slots], [count, sites, 1]);
    return tf.cast(tf.greater(best, empty), "float32");
  });
  // Angles of empty sites are not needed, and would have no gradient where both parts are zero.
  const part = (start: number): tf.Tensor3D =>
    tf.mul(tf.slice3d(decoded.turns, [0, 0, start], [count, sites, 3]), filled);
  const cosine = tf.add(part(0), tf.add(tf.sub(1, filled), 1e-6));
  const fractions = tf.div<tf.Tensor3D>(tf.atan2(part(3), cosine), 2 * Math.PI);
  const difference = tf.sub(tf.expandDims(fractions, 2), tf.expandDims(fractions, 1));
  const nearest = tf.sub(difference, detach(difference, tf.round));
  const flat = tf.reshape<tf.Rank.R3>(nearest, [count, sites * sites, 3]);
  const apart = tf.matMul(flat, detach(cellVectors(cell)));
  const squared = tf.reshape<tf.Rank.R3>(tf.sum(tf.square(apart), 2), [count, sites, sites]);
  const distance = tf.sqrt(tf.add(squared, 1e-4));
  const overlap = tf.square(tf.relu(tf.sub(1.5, distance)));
  const others = tf.tensor2d(
    Float32Array.from({ length: sites * sites }, (_, i) => (i % (sites + 1) === 0 ? 0 : 0.5)),
    [sites, sites],
  );
  const both = tf.mul(tf.mul(filled, tf.transpose(filled, [0, 2, 1])), others);
  return tf.mul(overlap, both);
}

/** Rows a, b, c of cells from logarithms of lengths and cosines, `[batch, 3, 3]`. */
function cellVectors(cell: tf.Tensor2D): tf.Tensor3D {
  const [count] = cell.shape;
  const column = (start: number): tf.Tensor2D => tf.slice2d(cell, [0, start], [count, 1]);
  const [a, b, c] = [0, 1, 2].map((k) => tf.exp(tf.clipByValue(column(k), -1, 5))) as [
    tf.Tensor2D,
    tf.Tensor2D,
    tf.Tensor2D,
  ];
  const [x, y, z] = [3, 4, 5].map((k) => tf.clipByValue(column(k), -0.97, 0.97)) as [
    tf.Tensor2D,
    tf.Tensor2D,
    tf.Tensor2D,
  ];
  const zero = tf.zerosLike(a);
  const sine = tf.sqrt(tf.sub(1, tf.square(z)));
  const along = tf.div(tf.sub(x, tf.mul(y, z)), sine);
  const up = tf.sqrt(tf.maximum(tf.sub(tf.sub(1, tf.square(y)), tf.square(along)), 1e-4));
  const rows = [
    ...[a, zero, zero],
    ...[tf.mul(b, z), tf.mul(b, sine), zero],
    ...[tf.mul(c, y), tf.mul(c, along), tf.mul(c, up)],
  ] as tf.Tensor2D[];
  return tf.reshape(tf.concat2d(rows, 1), [count, 3, 3]);
}
