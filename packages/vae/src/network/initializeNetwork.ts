import * as tf from "@tensorflow/tfjs-core";
import type { RandomSource } from "@ftcp/random";
import { elementCodes } from "./elementCodes.ts";
import type { Network } from "./network.ts";
import type { NetworkConfig } from "./networkConfig.ts";
import { codeSize, linearColumns } from "./networkShapes.ts";
import { networkWeights } from "./networkWeights.ts";
import type { InvertibleRows } from "./invertibleRows.ts";

/**
 * Sets the weights before training: Glorot-normal kernels, zero biases, and a linear path that
 * copies the invertible rows through the latent space.
 *
 * @param network - its weights are set
 * @param rows - the layout's blocks
 * @param config - sizes
 * @param random - decides every number
 *
 * @remarks
 * The linear code of a crystal, in order: `elementCodeSize` dimensions per slot, six turns per
 * site, the cell, the counts. The latent space must have room for it. Sites come sorted by slot, so
 * the class of site t follows from the counts: its logits start as an ordinal classifier
 * `2 [c (t + ½) - Σ_(q<c) (n_0 + ... + n_q)]`.
 */
export function initializeNetwork(
  network: Pick<Network, "encoder" | "decoder" | "regressor">,
  rows: InvertibleRows,
  config: NetworkConfig,
  random: RandomSource,
): void {
  const weights = networkWeights(network);
  // What the curved path adds at the start must be small beside the identity.
  const quiet = new Set(["encoder.mean", "encoder.logVariance"]);
  const lastConvolution = `decoder.convolution${config.channels.length - 1}`;
  if (config.linearPath) quiet.add(lastConvolution);
  for (const [name, variable] of weights) {
    const [layer, kind] = name.split("/") as [string, string];
    const values = new Float32Array(variable.size);
    if (kind === "kernel") {
      const { shape } = variable;
      const fan = (shape.at(-1) as number) + (shape.at(-2) as number);
      const receptive = shape.length === 3 ? shape[0] : 1;
      const scale = Math.sqrt(2 / (fan * receptive)) * (quiet.has(layer) ? 0.3 : 1);
      const stream = random.fork(name);
      for (let i = 0; i < values.length; i++) values[i] = stream.normal() * scale;
    } else if (layer === "encoder.logVariance") {
      values.fill(-4); // narrow posteriors first: reconstruction is learned before the prior
    }
    setValues(variable, values);
  }
  if (config.linearPath) startAsIdentity(weights, rows, config, random.fork("elementCodes"));
}

function startAsIdentity(
  weights: ReadonlyMap<string, tf.Variable>,
  rows: InvertibleRows,
  config: NetworkConfig,
  random: RandomSource,
): void {
  const { slots, classes, sites, realRows } = rows;
  const { latentSize, elementCodeSize } = config;
  const counts = 2 * slots + 1;
  const needed = slots * elementCodeSize + sites * 6 + 6 + counts;
  if (latentSize < needed) {
    throw new RangeError(`the linear path needs ${needed} latent dimensions, not ${latentSize}`);
  }
  const width = linearColumns(rows);
  const encode = new Float32Array(codeSize(rows) * latentSize);
  const decode = new Float32Array(latentSize * realRows * width);
  const bias = new Float32Array(realRows * width);
  const connect = (input: number, latent: number, weight: number): void => {
    encode[input * latentSize + latent] = weight;
  };
  const output = (row: number, column: number): number => row * width + column;
  const write = (latent: number, at: number, weight: number): void => {
    const index = latent * realRows * width + at;
    decode[index] = (decode[index] ?? 0) + weight;
  };

  const codes = elementCodes(classes, elementCodeSize, random);
  let latent = 0;
  for (let slot = 0; slot < slots; slot++) {
    codes.forEach((code, element) => {
      code.forEach((value, k) => {
        connect(slot * classes + element, latent + k, value);
        write(latent + k, output(rows.elementStart + element, slot), 0.5 * value);
      });
    });
    latent += elementCodeSize;
  }
  let input = slots * classes;
  for (let site = 0; site < sites; site++) {
    for (let turn = 0; turn < 6; turn++) {
      connect(input++, latent, 1);
      write(latent++, output(rows.coordinateStart + site, turn), 1);
    }
  }
  for (let k = 0; k < 6; k++) {
    connect(input++, latent, 1);
    write(latent++, output(rows.cellStart + Math.floor(k / 3), k % 3), 1);
  }
  const countScale = 1.5;
  for (let k = 0; k < counts; k++) connect(input++, latent + k, countScale);
  const steepness = 2;
  for (let site = 0; site < sites; site++) {
    for (let slot = 1; slot <= slots; slot++) {
      const at = output(rows.occupancyStart + site, slot);
      bias[at] = steepness * slot * (site + 0.5);
      for (let before = 0; before < slot; before++) {
        // A latent count is countScale · n / 5.
        for (let k = 0; k <= before; k++) write(latent + k, at, (-steepness * 5) / countScale);
      }
    }
  }
  const set = (name: string, values: Float32Array): void => {
    setValues(weights.get(name) as tf.Variable, values);
  };
  set("encoder.linear/kernel", encode);
  set("decoder.linear/kernel", decode);
  set("decoder.linear/bias", bias);
}

function setValues(variable: tf.Variable, values: Float32Array): void {
  tf.tidy(() => {
    variable.assign(tf.tensor(values, variable.shape));
  });
}
