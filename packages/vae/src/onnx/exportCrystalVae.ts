import { trace } from "@ftcp/onnx";
import * as tf from "@tensorflow/tfjs-core";
import type { CrystalVae } from "../crystalVae.ts";
import type { CrystalParts } from "../network/crystalParts.ts";
import { exportConvolutionalVae } from "./exportConvolutionalVae.ts";
import { findInvertibleRows } from "../network/findInvertibleRows.ts";
import type { InvertibleRows } from "../network/invertibleRows.ts";

/**
 * The networks of a model as the bytes of three `.onnx` files.
 */
export interface ExportedCrystalVae {
  /**
   * `tensor`, FTCP tensors in physical units `[batch, rows, columns]` of the model's layout, as `ftcp featurize`
   * writes them, to `mean` and `log_variance` of the posterior, `[batch, latentSize]` each. A network of architecture
   * `environment` has a second input, `environment`, `[batch, sites, slots, radii]`: what
   * `model.network.describeEnvironments` makes of the tensors.
   */
  readonly encoder: Uint8Array;
  /**
   * `latents` `[batch, latentSize]` to
   * `elements`, a probability for each element and, last, for none, in each slot, `[batch, slots, classes]`;
   * `cell`, a, b, c in Å and the angles in degrees, `[batch, 6]`;
   * `coordinates`, fractional, in [0, 1), `[batch, sites, 3]`;
   * `occupancy`, a probability for each slot and, last, for no atom, on each site, `[batch, sites, slots + 1]`.
   * Of architecture `environment` these are probabilities of single sites and slots, from which `model.decode` settles
   * contents that can be and whose charges balance. Of architecture `convolutional` instead `tensor`, FTCP tensors in
   * physical units.
   */
  readonly decoder: Uint8Array;
  /** `latents` `[batch, latentSize]` to `properties` in physical units, in the order of `model.properties`. */
  readonly regressor: Uint8Array;
}

/**
 * Exports encoder, decoder and regressor of a model for Python and other users of ONNX Runtime.
 *
 * @param model - a fitted model
 * @param options - `batchSize`: crystals per run; default 1. A file has one batch size.
 * @returns three ONNX models (operators of version 21) that need no scaler: scaling is part of them
 * @throws `OnnxError` of `@ftcp/onnx` if something of the network has no translation
 *
 * @remarks
 * All numbers are float32, also where {@link CrystalVae} scales in float64: a relative 1e-6 of difference.
 *
 * @example
 * ```ts
 * const { encoder, decoder, regressor } = exportCrystalVae(model, { batchSize: 16 });
 * await writeFile("encoder.onnx", encoder);
 * ```
 */
export function exportCrystalVae(
  model: CrystalVae,
  options: { readonly batchSize?: number } = {},
): ExportedCrystalVae {
  const batch = options.batchSize ?? 1;
  if (model.config.architecture === "convolutional") return exportConvolutionalVae(model, batch);
  const { layout, network, latentSize } = model;
  const { environmentShape } = network;
  const rows = findInvertibleRows(layout);
  const latents = { latents: { shape: [batch, latentSize] } };
  const size = layout.rows * layout.columns;
  // What a tensor of ones becomes is what each entry is multiplied by; the cell has offsets too.
  const factors = model.scaler.transform({
    ...{ data: new Float32Array(size).fill(1), shape: [1, layout.rows, layout.columns] },
  }).data;
  const encoder = trace(
    ({ tensor, environment }: Readonly<Record<string, tf.Tensor>>) => {
      const scaled = scaleTensor(tensor as tf.Tensor3D, model, rows, factors);
      const { mean, logVariance } = network.encode({
        batch: scaled,
        ...(environment === undefined ? {} : { environment: environment as tf.Tensor4D }),
      });
      return { mean, log_variance: logVariance };
    },
    {
      tensor: { shape: [batch, layout.rows, layout.columns] },
      ...(environmentShape === undefined
        ? {}
        : { environment: { shape: [batch, ...environmentShape] } }),
    },
    { name: "encoder" },
  );
  const decoder = trace(
    (given) => {
      const decoded = network.decode(given.latents as tf.Tensor2D);
      const { slots, cell, turns, occupancy } = decoded as unknown as CrystalParts;
      const part = (start: number): tf.Tensor3D =>
        tf.slice3d(turns, [0, 0, start], [batch, rows.sites, 3]);
      const fraction = tf.div(tf.atan2(part(3), part(0)), 2 * Math.PI);
      return {
        elements: tf.softmax(slots),
        cell: unscaleCell(cell, model),
        coordinates: tf.sub(fraction, tf.floor(fraction)),
        occupancy: tf.softmax(occupancy),
      };
    },
    latents,
    { name: "decoder" },
  );
  const regressor = trace(
    (given) => ({
      properties: unscaleProperties(network.regressor.apply(given.latents) as tf.Tensor, model),
    }),
    latents,
    { name: "regressor" },
  );
  return { encoder: encoder.bytes, decoder: decoder.bytes, regressor: regressor.bytes };
}

function scaleTensor(
  tensor: tf.Tensor3D,
  model: CrystalVae,
  { cellStart, columns, rows }: InvertibleRows,
  factors: Float32Array,
): tf.Tensor3D {
  const [batch] = tensor.shape;
  const { method, offset, scale } = model.scaler.toJSON().cell;
  const scaled = tf.mul(tensor, tf.tensor3d(factors, [1, rows, columns]));
  const cell = tf.reshape<tf.Rank.R2>(tf.slice3d(tensor, [0, cellStart, 0], [batch, 2, 3]), [
    batch,
    6,
  ]);
  const numbers =
    method === "log-cosine"
      ? tf.concat2d(
          [
            tf.log(tf.slice2d(cell, [0, 0], [batch, 3])),
            tf.cos(tf.mul<tf.Tensor2D>(tf.slice2d(cell, [0, 3], [batch, 3]), Math.PI / 180)),
          ],
          1,
        )
      : cell;
  const relative = tf.div(tf.sub(numbers, [...offset]), [...scale]);
  const block = tf.concat3d(
    [
      tf.reshape<tf.Rank.R3>(relative, [batch, 2, 3]),
      tf.slice3d(scaled as tf.Tensor3D, [0, cellStart, 3], [batch, 2, columns - 3]),
    ],
    2,
  );
  const after = cellStart + 2;
  return tf.concat3d(
    [
      tf.slice3d(scaled as tf.Tensor3D, [0, 0, 0], [batch, cellStart, columns]),
      block,
      tf.slice3d(scaled as tf.Tensor3D, [0, after, 0], [batch, rows - after, columns]),
    ],
    1,
  );
}

function unscaleCell(cell: tf.Tensor2D, model: CrystalVae): tf.Tensor2D {
  const { method, offset, scale } = model.scaler.toJSON().cell;
  const [batch] = cell.shape;
  const numbers = tf.add<tf.Tensor2D>(tf.mul(cell, [...scale]), [...offset]);
  if (method !== "log-cosine") return numbers;
  const cosines = tf.clipByValue(tf.slice2d(numbers, [0, 3], [batch, 3]), -1, 1);
  return tf.concat2d(
    [tf.exp(tf.slice2d(numbers, [0, 0], [batch, 3])), tf.mul(tf.acos(cosines), 180 / Math.PI)],
    1,
  );
}

function unscaleProperties(scaled: tf.Tensor, model: CrystalVae): tf.Tensor {
  const { low, high, logarithmic } = model.propertyScaler.toJSON();
  const range = high.map((value, column) => value - (low[column] as number));
  const linear = tf.add(tf.mul(scaled, range), [...low]);
  return tf.where(
    tf.tensor2d(logarithmic.map(Number), [1, low.length], "bool"),
    tf.exp(linear),
    linear,
  );
}
