import { trace } from "@ftcp/onnx";
import * as tf from "@tensorflow/tfjs-core";
import type { CrystalVae } from "../crystalVae.ts";
import type { ExportedCrystalVae } from "./exportCrystalVae.ts";

/**
 * Exports a model of architecture `convolutional`: the decoder writes whole FTCP tensors, `tensor`, in
 * physical units, and scaling is part of the files.
 *
 * @param model - a fitted model
 * @param batch - crystals per run
 * @returns three ONNX models
 * @throws RangeError when the scaling of the model is not linear
 */
export function exportConvolutionalVae(model: CrystalVae, batch: number): ExportedCrystalVae {
  const { layout, network, latentSize, scaler, propertyScaler } = model;
  const shape: [number, number, number] = [1, layout.rows, layout.columns];
  const size = layout.rows * layout.columns;
  const filled = (value: number): { data: Float32Array; shape: [number, number, number] } => ({
    ...{ data: new Float32Array(size).fill(value), shape },
  });
  if (scaler.toJSON().cell.method === "log-cosine") {
    throw new RangeError("the scaling log-cosine is not exported for this architecture");
  }
  // Scaling is linear entry by entry: what becomes of 0 and of 1 says all.
  const offset = scaler.inverse(filled(0)).data;
  const factor = scaler.inverse(filled(1)).data.map((one, i) => one - (offset[i] as number));
  const encoder = trace(
    ({ tensor }) => {
      const scaled = tf.div<tf.Tensor3D>(
        tf.sub(tensor, tf.tensor3d(offset, shape)),
        tf.tensor3d(factor, shape),
      );
      const { mean, logVariance } = network.encode({ batch: scaled });
      return { mean, log_variance: logVariance };
    },
    { tensor: { shape: [batch, layout.rows, layout.columns] } },
    { name: "encoder" },
  );
  const latents = { latents: { shape: [batch, latentSize] } };
  const decoder = trace(
    (given) => {
      const { rows } = network.decode(given.latents as tf.Tensor2D);
      const scaled = tf.mul(rows as tf.Tensor3D, tf.tensor3d(factor, shape));
      return { tensor: tf.add(scaled, tf.tensor3d(offset, shape)) };
    },
    latents,
    { name: "decoder" },
  );
  const { low, high, logarithmic } = propertyScaler.toJSON();
  const regressor = trace(
    (given) => {
      const scaled = network.regressor.apply(given.latents) as tf.Tensor2D;
      const range = high.map((most, k) => most - (low[k] as number));
      const plain = tf.add(tf.mul(scaled, tf.tensor2d([range])), tf.tensor2d([[...low]]));
      const columns = tf.split(plain, low.length, 1).map((column, k) => {
        return logarithmic[k] === true ? tf.exp(column) : column;
      });
      return { properties: tf.concat(columns, 1) };
    },
    latents,
    { name: "regressor" },
  );
  return { encoder: encoder.bytes, decoder: decoder.bytes, regressor: regressor.bytes };
}
