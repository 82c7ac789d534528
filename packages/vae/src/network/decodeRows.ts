import * as tf from "@tensorflow/tfjs-core";
import type { Network } from "./network.ts";
import type { NetworkConfig } from "./networkConfig.ts";
import { linearColumns } from "./networkShapes.ts";
import type { InvertibleRows } from "./invertibleRows.ts";

/**
 * Runs the decoder and adds its linear path to the convolutions.
 *
 * @param network - the networks
 * @param latents - `[batch, latentSize]`
 * @param rows - the layout's blocks
 * @param reconstructs - whether the decoder writes further rows
 * @param training - whether batch normalisation, if there is any, uses the batch and not its averages
 * @returns `real`, the invertible rows `[batch, realRows, 6 or more]` for {@link splitDecoded}, and
 *   `rest`, all further rows, when the decoder writes them. The caller disposes them.
 */
export function decodeRows(
  network: Pick<Network, "decoder">,
  latents: tf.Tensor2D,
  rows: InvertibleRows,
  reconstructs: NetworkConfig["reconstructs"],
  training = false,
): { real: tf.Tensor3D; rest?: tf.Tensor3D } {
  return tf.tidy(() => {
    const outputs = network.decoder.apply(latents, { training }) as
      tf.Tensor3D | [tf.Tensor3D, tf.Tensor2D];
    const [convolved, linear] = Array.isArray(outputs) ? outputs : [outputs, undefined];
    const count = convolved.shape[0];
    const width = linearColumns(rows);
    const real = tf.slice3d(convolved, [0, 0, 0], [count, rows.realRows, width]);
    const sum: tf.Tensor3D =
      linear === undefined ? real : tf.add(real, tf.reshape(linear, [count, rows.realRows, width]));
    const further = rows.rows - rows.realRows;
    if (reconstructs === "real-space" || further === 0) return { real: sum };
    const rest = tf.slice3d(convolved, [0, rows.realRows, 0], [count, further, rows.columns]);
    return { real: sum, rest };
  });
}
