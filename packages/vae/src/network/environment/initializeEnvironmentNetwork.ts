import * as tf from "@tensorflow/tfjs-core";
import type { RandomSource } from "@ftcp/random";
import { elementCodes } from "../elementCodes.ts";
import type { InvertibleRows } from "../invertibleRows.ts";
import type { Network } from "../network.ts";
import type { NetworkConfig } from "../networkConfig.ts";
import { codeSize } from "../networkShapes.ts";
import { networkWeights } from "../networkWeights.ts";
import { partSizes } from "./decodedParts.ts";

/**
 * Sets the weights of architecture `environment` before training: normal kernels of variance
 * `1 / (3 fan in)`, zero biases, and a linear path that copies crystals through the latent space.
 *
 * @param network - its weights are set
 * @param rows - the layout's blocks
 * @param config - sizes
 * @param random - decides every number
 * @throws RangeError when the latent space has no room for the linear code
 *
 * @remarks
 * The linear code of a crystal, in order: `elementCodeSize` dimensions per slot, six turns per site, the
 * cell, the counts. Sites come sorted by slot, so the class of site t follows from the counts: its logits
 * start as an ordinal classifier `2 [c (t + ½) - Σ_(q<c) (n_0 + ... + n_q)]`.
 */
export function initializeEnvironmentNetwork(
  network: Pick<Network, "encoder" | "decoder" | "regressor">,
  rows: InvertibleRows,
  config: NetworkConfig,
  random: RandomSource,
): void {
  const weights = networkWeights(network);
  // What the curved path adds at the start must be small beside the identity.
  const quiet = new Set(["encoder.mean", "encoder.logVariance", "decoder.output"]);
  const linear = startAsIdentity(rows, config, random.fork("elementCodes"));
  for (const [name, variable] of weights) {
    const [layer, kind] = name.split("/") as [string, string];
    const { shape } = variable;
    let values = new Float32Array(variable.size);
    const given = linear.get(name);
    if (given !== undefined) values = given;
    else if (layer === "encoder.local") {
      // What surrounds the sites starts in the dimensions that the linear code leaves free.
      const scale = 2 / Math.sqrt(shape[0]);
      const stream = random.fork(name);
      for (let i = 0; i < values.length; i++) {
        const number = stream.normal() * scale;
        if (i % config.latentSize >= linearCodeSize(rows, config)) values[i] = number;
      }
    } else if (kind.endsWith("kernel")) {
      // PyTorch's default variance. Larger starts fit train as fast and unseen crystals worse.
      const scale = Math.sqrt(1 / (3 * (shape.at(-2) as number))) * (quiet.has(layer) ? 0.3 : 1);
      const stream = random.fork(name);
      for (let i = 0; i < values.length; i++) values[i] = stream.normal() * scale;
    } else if (layer === "encoder.logVariance") {
      values.fill(-4); // narrow posteriors first: reconstruction is learned before the prior
    }
    tf.tidy(() => {
      variable.assign(tf.tensor(values, shape));
    });
  }
}

/** Latent dimensions that the linear code takes. */
function linearCodeSize({ slots, sites }: InvertibleRows, config: NetworkConfig): number {
  return slots * config.elementCodeSize + sites * 6 + 6 + 2 * slots + 1;
}

function startAsIdentity(
  rows: InvertibleRows,
  config: NetworkConfig,
  random: RandomSource,
): ReadonlyMap<string, Float32Array<ArrayBuffer>> {
  const { slots, classes, sites } = rows;
  const { latentSize, elementCodeSize } = config;
  const counts = 2 * slots + 1;
  const needed = linearCodeSize(rows, config);
  if (latentSize < needed) {
    throw new RangeError(`the linear path needs ${needed} latent dimensions, not ${latentSize}`);
  }
  const [ofSlots, ofSites, ofTurns, ofCell] = partSizes(rows) as [number, number, number, number];
  const outputs = ofSlots + ofSites + ofTurns + ofCell;
  const encode = new Float32Array(codeSize(rows) * latentSize);
  const decode = new Float32Array(latentSize * outputs);
  const bias = new Float32Array(outputs);
  const connect = (input: number, latent: number, weight: number): void => {
    encode[input * latentSize + latent] = weight;
  };
  const write = (latent: number, output: number, weight: number): void => {
    const at = latent * outputs + output;
    decode[at] = (decode[at] as number) + weight;
  };

  const codes = elementCodes(classes, elementCodeSize, random);
  let latent = 0;
  for (let slot = 0; slot < slots; slot++) {
    codes.forEach((code, element) => {
      code.forEach((value, k) => {
        connect(slot * classes + element, latent + k, value);
        write(latent + k, slot * classes + element, 0.5 * value);
      });
    });
    latent += elementCodeSize;
  }
  let input = ofSlots;
  for (let k = 0; k < ofTurns + ofCell; k++) {
    connect(input++, latent, 1);
    write(latent++, ofSlots + ofSites + k, 1);
  }
  const countScale = 1.5;
  for (let k = 0; k < counts; k++) connect(input++, latent + k, countScale);
  const steepness = 2;
  for (let site = 0; site < sites; site++) {
    for (let slot = 1; slot <= slots; slot++) {
      const output = ofSlots + site * (slots + 1) + slot;
      bias[output] = steepness * slot * (site + 0.5);
      for (let before = 0; before < slot; before++) {
        // A latent count is countScale · n / 5.
        for (let k = 0; k <= before; k++) write(latent + k, output, (-steepness * 5) / countScale);
      }
    }
  }
  return new Map([
    ["encoder.linear/kernel", encode],
    ["decoder.linear/kernel", decode],
    ["decoder.output/bias", bias],
  ]);
}
