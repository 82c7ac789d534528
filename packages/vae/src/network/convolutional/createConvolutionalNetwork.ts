import type { FtcpLayout } from "@ftcp/featurize";
import * as tf from "@tensorflow/tfjs-core";
import * as tfl from "@tensorflow/tfjs-layers";
import { RowConvolution } from "../../layers/rowConvolution.ts";
import type { Network } from "../network.ts";
import type { NetworkConfig } from "../networkConfig.ts";
import type { NetworkParts } from "../networkParts.ts";
import { networkWeights } from "../networkWeights.ts";
import type { ConvolutionConfig } from "./convolutionConfig.ts";
import { createConvolutionConfig } from "./createConvolutionConfig.ts";
import { normalizationMomentum } from "./normalizationMomentum.ts";

/**
 * Builds the network of architecture `convolutional`: the paper's (sections 3.1 to 3.3) and the Python
 * reference's, which differ in their {@link ConvolutionConfig}.
 *
 * @param parts - layout, sizes and number of properties
 * @returns the networks; the caller disposes them
 * @throws RangeError when the rows of the layout are not a multiple of all strides together
 *
 * @remarks
 * Encoder: convolutions along the rows, each with batch normalisation and LeakyReLU 0.2, a dense layer,
 * mean and log variance. Decoder: a dense layer, batch normalisation, and the convolutions transposed in
 * reverse order, with batch normalisation and ReLU between them. It writes all rows of any layout; the
 * reconstruction is the squared error summed over all entries, padding included.
 */
export function createConvolutionalNetwork({
  layout,
  config,
  properties,
}: Pick<NetworkParts, "config" | "properties"> & {
  readonly layout: Pick<FtcpLayout, "rows" | "columns">;
}): Network {
  const { rows, columns } = layout;
  const convolutions = config.convolutions ?? createConvolutionConfig();
  const { strides } = convolutions;
  const step = strides.reduce((product, stride) => product * stride, 1);
  if (rows % step !== 0) {
    throw new RangeError(
      `the network needs a multiple of ${step} rows, not ${rows}: see rowMultiple of createLayout`,
    );
  }
  const encoder = buildEncoder(rows, columns, config, convolutions);
  const decoder = buildDecoder(rows, columns, config, convolutions);
  const regressor = buildRegressor(config, convolutions, properties);
  const network: Network = {
    ...{ encoder, decoder, regressor },
    encode: ({ batch }, training = false) => {
      const outputs = encoder.apply(batch, { training });
      const [mean, logVariance] = outputs as [tf.Tensor2D, tf.Tensor2D];
      return { mean, logVariance };
    },
    decode: (latents, training = false) => ({
      rows: decoder.apply(latents, { training }) as tf.Tensor3D,
    }),
    reconstruction: (decoded, batch, weights) => {
      const error = tf.squaredDifference<tf.Tensor3D>(decoded["rows"] as tf.Tensor3D, batch);
      return tf.mul(tf.sum<tf.Tensor1D>(error, [1, 2]), weights.entries ?? 1);
    },
    assemble: (decoded, count) => ({
      data: decoded["rows"] as Float32Array,
      shape: [count, rows, columns],
    }),
    initialize: (random) => {
      for (const [name, variable] of networkWeights(network)) {
        const kind = name.split("/").at(-1) as string;
        const values = new Float32Array(variable.size);
        if (kind === "gamma" || kind === "moving_variance") values.fill(1);
        if (kind === "kernel") {
          // Glorot-uniform, as Keras starts.
          const { shape } = variable;
          const receptive = shape.length === 3 ? shape[0] : 1;
          const fan = receptive * ((shape.at(-1) as number) + (shape.at(-2) as number));
          const limit = Math.sqrt(6 / fan);
          const stream = random.fork(name);
          for (let i = 0; i < values.length; i++) values[i] = limit * (2 * stream.uniform() - 1);
        }
        tf.tidy(() => {
          variable.assign(tf.tensor(values, variable.shape));
        });
      }
    },
  };
  return network;
}

function buildEncoder(
  rows: number,
  columns: number,
  { hidden, latentSize }: NetworkConfig,
  { filters, taps, strides, activation }: ConvolutionConfig,
): tfl.LayersModel {
  const signal = tfl.input({ shape: [rows, columns], name: "signal" });
  let at = signal;
  filters.forEach((count, i) => {
    const name = `encoder.convolution${i}`;
    const [width, stride] = [taps[i] as number, strides[i] as number];
    at = apply(new RowConvolution({ name, filters: count, taps: width, stride }), at);
    at = normalize(`encoder.normalization${i}`, at);
    at = apply(tfl.layers.leakyReLU({ name: `${name}.leakyRelu`, alpha: 0.2 }), at);
  });
  at = apply(tfl.layers.flatten({ name: "encoder.flatten" }), at);
  at = dense("encoder.hidden", hidden, at);
  at =
    activation === "sigmoid"
      ? apply(tfl.layers.activation({ name: "encoder.hidden.sigmoid", activation: "sigmoid" }), at)
      : apply(tfl.layers.leakyReLU({ name: "encoder.hidden.leakyRelu", alpha: 0.2 }), at);
  const mean = dense("encoder.mean", latentSize, at);
  const logVariance = dense("encoder.logVariance", latentSize, at);
  return tfl.model({ inputs: signal, outputs: [mean, logVariance] });
}

function buildDecoder(
  rows: number,
  columns: number,
  { latentSize }: NetworkConfig,
  { filters, taps, strides, output }: ConvolutionConfig,
): tfl.LayersModel {
  const latent = tfl.input({ shape: [latentSize], name: "latent" });
  const step = strides.reduce((product, stride) => product * stride, 1);
  const [length, last] = [rows / step, filters.at(-1) as number];
  let at = relu("decoder.hidden.relu", dense("decoder.hidden", length * last, latent));
  at = apply(tfl.layers.reshape({ name: "decoder.reshape", targetShape: [length, last] }), at);
  at = normalize("decoder.normalization0", at);
  const outputs = [columns, ...filters.slice(0, -1)];
  for (let i = filters.length - 1; i >= 0; i--) {
    const name = `decoder.convolution${filters.length - 1 - i}`;
    const options = {
      ...{ name, filters: outputs[i] as number, transposed: true },
      ...{ taps: taps[i] as number, stride: strides[i] as number },
    };
    at = apply(new RowConvolution(options), at);
    if (i === 0) break;
    at = normalize(`decoder.normalization${filters.length - i}`, at);
    at = relu(`${name}.relu`, at);
  }
  if (output === "sigmoid") {
    at = apply(tfl.layers.activation({ name: "decoder.sigmoid", activation: "sigmoid" }), at);
  }
  return tfl.model({ inputs: latent, outputs: at });
}

function buildRegressor(
  { latentSize }: NetworkConfig,
  { regression, regressionWidths }: ConvolutionConfig,
  properties: number,
): tfl.LayersModel {
  const latent = tfl.input({ shape: [latentSize], name: "latent" });
  const branch = (name: string, from: tfl.SymbolicTensor): tfl.SymbolicTensor => {
    let at = from;
    regressionWidths.forEach((width, i) => {
      at = relu(`${name}${i}.relu`, dense(`${name}${i}`, width, at));
    });
    return dense(`${name}${regressionWidths.length}`, properties, at);
  };
  const logits =
    regression === "gated"
      ? apply(tfl.layers.multiply({ name: "regression.gate" }), [
          branch("regression.g", latent),
          branch("regression.h", latent),
        ])
      : branch("regressor.", relu("regressor.relu", latent));
  return tfl.model({
    inputs: latent,
    outputs: apply(
      tfl.layers.activation({ name: "regression.sigmoid", activation: "sigmoid" }),
      logits,
    ),
  });
}

function normalize(name: string, input: tfl.SymbolicTensor): tfl.SymbolicTensor {
  const momentum = normalizationMomentum;
  return apply(tfl.layers.batchNormalization({ name, momentum }), input);
}

function dense(name: string, units: number, input: tfl.SymbolicTensor): tfl.SymbolicTensor {
  return apply(tfl.layers.dense({ name, units }), input);
}

function relu(name: string, input: tfl.SymbolicTensor): tfl.SymbolicTensor {
  return apply(tfl.layers.reLU({ name }), input);
}

function apply(
  layer: tfl.layers.Layer,
  input: tfl.SymbolicTensor | tfl.SymbolicTensor[],
): tfl.SymbolicTensor {
  return layer.apply(input) as tfl.SymbolicTensor;
}
