import * as tf from "@tensorflow/tfjs-core";
import * as tfl from "@tensorflow/tfjs-layers";
import { RowConvolution } from "../layers/rowConvolution.ts";
import { reconstructionLoss } from "../losses/reconstructionLoss.ts";
import { assembleTensor, type DecodedNumbers } from "./assembleTensor.ts";
import type { CrystalParts } from "./crystalParts.ts";
import { decodeRows } from "./decodeRows.ts";
import { encodeInputs } from "./encodeInputs.ts";
import { findInvertibleRows } from "./findInvertibleRows.ts";
import { initializeNetwork } from "./initializeNetwork.ts";
import type { Network } from "./network.ts";
import type { NetworkParts } from "./networkParts.ts";
import { splitDecoded } from "./splitDecoded.ts";
import { splitTensor } from "./splitTensor.ts";
import { codeSize, decodedShape, linearColumns, summarySize } from "./networkShapes.ts";
import type { NetworkConfig } from "./networkConfig.ts";
import type { InvertibleRows } from "./invertibleRows.ts";

/**
 * Builds the network of architecture `rows`.
 *
 * @param parts - layout, scaler, sizes
 * @returns the networks; the caller disposes them
 * @throws RangeError when the network cannot write the layout, or its rows are no multiple of what the
 *   convolutions divide them by
 *
 * @remarks
 * Encoder: strided convolutions over the rows (paper 3.1), dense layers, mean and log variance.
 * Decoder: the same mirrored with transposed convolutions (3.3). Regression: σ(g(z)·h(z)) (Eq. 2).
 * Beside the convolutions runs a linear path from the invertible rows to the latent mean and from
 * the latent to the rows, which starts as an identity: reconstruction is then a given, and the
 * network learns only what the linear code misses.
 */
export function createRowsNetwork({
  layout,
  config,
  properties,
}: Omit<NetworkParts, "scaler">): Network {
  const rows = findInvertibleRows(layout);
  requireMultiple(rows.rows, config);
  const encoder = buildEncoder(rows, config);
  const decoder = buildDecoder(rows, config);
  const network: Network = {
    ...{ encoder, decoder, regressor: buildRegressor(config, properties) },
    encode: ({ batch }, training = false) => {
      const { signal, code, summary } = encodeInputs(batch, rows);
      const outputs = encoder.apply([signal, code, summary], { training });
      const [mean, logVariance] = outputs as [tf.Tensor2D, tf.Tensor2D];
      return { mean, logVariance };
    },
    decode: (latents, training = false) => {
      const { real, rest } = decodeRows(network, latents, rows, config.reconstructs, training);
      return { ...splitDecoded(real, rows), ...(rest === undefined ? {} : { rest }) };
    },
    reconstruction: (decoded, batch, weights) => {
      const { rest, ...parts } = decoded;
      const invertible = reconstructionLoss(
        parts as unknown as CrystalParts,
        splitTensor(batch, rows),
        weights,
      );
      if (rest === undefined) return invertible;
      const size: [number, number, number] = [
        batch.shape[0],
        rows.rows - rows.realRows,
        rows.columns,
      ];
      const after = tf.slice3d(batch, [0, rows.realRows, 0], size);
      const error = tf.sum(tf.sum(tf.square(tf.sub(rest, after)), 2), 1);
      return tf.add(invertible, tf.mul(error, weights.rest));
    },
    assemble: (decoded, count) =>
      assembleTensor(decoded as unknown as DecodedNumbers, count, rows, layout),
    initialize: (random) => {
      initializeNetwork(network, rows, config, random);
    },
  };
  return network;
}

const stride = 2;

function requireMultiple(rows: number, { channels }: NetworkConfig): void {
  const factor = stride ** channels.length;
  if (rows % factor === 0) return;
  throw new RangeError(
    `a layout of ${rows} rows cannot be halved by ${channels.length} convolutions: make it with ` +
      `createLayout({ rowMultiple: ${factor} }), or name fewer channels`,
  );
}

function buildEncoder(rows: InvertibleRows, config: NetworkConfig): tfl.LayersModel {
  const signal = tfl.input({ shape: [rows.rows, rows.columns], name: "signal" });
  const code = tfl.input({ shape: [codeSize(rows)], name: "code" });
  const summary = tfl.input({ shape: [summarySize(rows)], name: "summary" });
  let hidden = signal;
  config.channels.forEach((filters, i) => {
    const name = `encoder.convolution${i}`;
    hidden = apply(new RowConvolution({ name, filters, taps: config.taps, stride }), hidden);
    hidden = swish(`${name}.swish`, hidden);
  });
  const flat = apply(tfl.layers.flatten({ name: "encoder.flatten" }), hidden);
  const joined = apply(tfl.layers.concatenate({ name: "encoder.join" }), [flat, code, summary]);
  hidden = swish("encoder.hidden0.swish", dense("encoder.hidden0", config.hidden, joined));
  hidden = swish("encoder.hidden1.swish", dense("encoder.hidden1", config.hidden, hidden));
  const curved = dense("encoder.mean", config.latentSize, hidden);
  const logVariance = dense("encoder.logVariance", config.latentSize, hidden);
  const mean = config.linearPath
    ? apply(tfl.layers.add({ name: "encoder.add" }), [
        curved,
        apply(
          tfl.layers.dense({ name: "encoder.linear", units: config.latentSize, useBias: false }),
          code,
        ),
      ])
    : curved;
  return tfl.model({ inputs: [signal, code, summary], outputs: [mean, logVariance] });
}

function buildDecoder(rows: InvertibleRows, config: NetworkConfig): tfl.LayersModel {
  const { rows: length, columns } = decodedShape(rows, config);
  const latent = tfl.input({ shape: [config.latentSize], name: "latent" });
  let hidden = swish("decoder.hidden0.swish", dense("decoder.hidden0", config.hidden, latent));
  const start = length / stride ** config.channels.length;
  const last = config.channels.at(-1) as number;
  hidden = swish("decoder.hidden1.swish", dense("decoder.hidden1", start * last, hidden));
  hidden = apply(
    tfl.layers.reshape({ name: "decoder.reshape", targetShape: [start, last] }),
    hidden,
  );
  const mirrored = [columns, ...config.channels.slice(0, -1)].reverse();
  mirrored.forEach((filters, i) => {
    const name = `decoder.convolution${i}`;
    hidden = apply(
      new RowConvolution({ name, filters, taps: config.taps, stride, transposed: true }),
      hidden,
    );
    if (i < mirrored.length - 1) hidden = swish(`${name}.swish`, hidden);
  });
  if (!config.linearPath) return tfl.model({ inputs: latent, outputs: hidden });
  const linear = dense("decoder.linear", rows.realRows * linearColumns(rows), latent);
  return tfl.model({ inputs: latent, outputs: [hidden, linear] });
}

function buildRegressor(config: NetworkConfig, propertyCount: number): tfl.LayersModel {
  const latent = tfl.input({ shape: [config.latentSize], name: "latent" });
  const half = Math.ceil(config.regressionHidden / 2);
  const branch = (name: string, width: number): tfl.SymbolicTensor => {
    let hidden = swish(`${name}0.swish`, dense(`${name}0`, width, latent));
    hidden = swish(`${name}1.swish`, dense(`${name}1`, width, hidden));
    return dense(`${name}2`, propertyCount, hidden);
  };
  const product = apply(tfl.layers.multiply({ name: "regression.gate" }), [
    branch("regression.g", half),
    branch("regression.h", config.regressionHidden),
  ]);
  const output = apply(
    tfl.layers.activation({ name: "regression.sigmoid", activation: "sigmoid" }),
    product,
  );
  return tfl.model({ inputs: latent, outputs: output });
}

function dense(name: string, units: number, input: tfl.SymbolicTensor): tfl.SymbolicTensor {
  return apply(tfl.layers.dense({ name, units }), input);
}

function swish(name: string, input: tfl.SymbolicTensor): tfl.SymbolicTensor {
  return apply(tfl.layers.activation({ name, activation: "swish" }), input);
}

function apply(
  layer: tfl.layers.Layer,
  input: tfl.SymbolicTensor | tfl.SymbolicTensor[],
): tfl.SymbolicTensor {
  return layer.apply(input) as tfl.SymbolicTensor;
}
