import * as tf from "@tensorflow/tfjs-core";
import type { CrystalParts } from "../crystalParts.ts";
import type { InvertibleRows } from "../invertibleRows.ts";
import { summarizeElements } from "../summarizeElements.ts";
import type { CellScaling } from "./cellScaling.ts";

/**
 * Length of what {@link summarizeComposition} gives for one crystal.
 *
 * @param rows - the layout's blocks
 * @param traits - numbers that are known of an element
 * @returns traits of the slots and their four moments, the composition, the volume
 */
export function compositionSize({ slots, classes }: InvertibleRows, traits: number): number {
  return (slots + 4) * traits + (classes - 1) + 1;
}

/**
 * Describes crystals by their elements (see `summarizeElements`), by the share that each element of the
 * periodic table has of the sites, times 3, and by the logarithm of the volume per atom,
 * `2 (log(V / n) - 2.8)`, V in Å³.
 *
 * @param parts - the crystals, one-hot
 * @param counted - what `describeCode` found: shares of the slots and numbers of atoms
 * @param traits - numbers known of each element
 * @param scaling - of the cells
 * @returns `[batch, compositionSize]`; the caller disposes it
 */
export function summarizeComposition(
  parts: CrystalParts,
  counted: { readonly shares: tf.Tensor2D; readonly atoms: tf.Tensor2D },
  traits: readonly (readonly number[])[],
  scaling: CellScaling,
): tf.Tensor2D {
  const [count, slots, classes] = parts.slots.shape;
  const { shares, atoms } = counted;
  return tf.tidy(() => {
    const elements = tf.slice3d(parts.slots, [0, 0, 0], [count, slots, classes - 1]);
    const composition = tf.sum<tf.Tensor2D>(tf.mul(elements, tf.expandDims(shares, 2)), 1);
    const cell = tf.add<tf.Tensor2D>(tf.mul(parts.cell, [...scaling.scale]), [...scaling.offset]);
    const lengths = tf.sum<tf.Tensor2D>(tf.slice2d(cell, [0, 0], [count, 3]), 1, true);
    const square = tf.maximum(cellSquare(tf.slice2d(cell, [0, 3], [count, 3])), 1e-4);
    const volume = tf.add(lengths, tf.mul(tf.log(square), 0.5));
    const density = tf.mul<tf.Tensor2D>(tf.sub(tf.sub(volume, tf.log(atoms)), 2.8), 2);
    const ofElements = summarizeElements(parts.slots, shares, traits);
    return tf.concat2d([ofElements, tf.mul(composition, 3), density], 1);
  });
}

/**
 * Square of the volume of a cell whose edges are 1: `1 - x² - y² - z² + 2xyz` for the cosines x, y, z.
 *
 * @param cosines - `[batch, 3]`
 * @returns `[batch, 1]`; the caller disposes it
 */
export function cellSquare(cosines: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const [x, y, z] = tf.split(cosines, 3, 1) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
    const squares = tf.sum(tf.square(cosines), 1, true);
    return tf.add<tf.Tensor2D>(tf.sub(1, squares), tf.mul(2, tf.mul(tf.mul(x, y), z)));
  });
}
