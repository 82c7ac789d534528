import * as tfl from "@tensorflow/tfjs-layers";
import * as tf from "@tensorflow/tfjs-core";
import { reconstructionLoss } from "../../losses/reconstructionLoss.ts";
import { assembleTensor, type DecodedNumbers } from "../assembleTensor.ts";
import type { CrystalParts } from "../crystalParts.ts";
import { MaskedDropout } from "../../layers/maskedDropout.ts";
import { describeCode } from "../describeCode.ts";
import { findInvertibleRows } from "../findInvertibleRows.ts";
import type { InvertibleRows } from "../invertibleRows.ts";
import type { Dropout, Network, NetworkInputs } from "../network.ts";
import type { EnvironmentConfig, NetworkConfig } from "../networkConfig.ts";
import type { NetworkParts } from "../networkParts.ts";
import { codeSize } from "../networkShapes.ts";
import { splitTensor } from "../splitTensor.ts";
import { cellScaling } from "./cellScaling.ts";
import { partSizes, takePartsApart } from "./decodedParts.ts";
import { describeEnvironments, environmentFeatures } from "./describeEnvironments.ts";
import { elementTraits } from "./elementTraits.ts";
import { initializeEnvironmentNetwork } from "./initializeEnvironmentNetwork.ts";
import { measureImplausibility } from "./measureImplausibility.ts";
import { settleContents } from "./settleContents.ts";
import { SiteEnvironments } from "./siteEnvironments.ts";
import { compositionSize, summarizeComposition } from "./summarizeComposition.ts";

/**
 * Builds the network of architecture `environment`.
 *
 * @param parts - layout, scaler, sizes
 * @returns the networks; the caller disposes them
 * @throws RangeError when the network cannot write the layout
 *
 * @remarks
 * The encoder reads the invertible part of a crystal as one vector, the properties of its elements and what
 * {@link SiteEnvironments} makes of the neighbours of its sites; dense layers give mean and log variance.
 * A linear path from the vector to the mean, and one from the latent to the decoded vector, start as an
 * identity beside the dense layers. Rows of a layout below the real space are not read.
 * Regression: σ(g(z)) h(z), where the paper has σ(g(z) h(z)) (Eq. 2): linear where the gate is open.
 */
export function createEnvironmentNetwork(parts: NetworkParts): Network {
  const { layout, scaler, config, properties } = parts;
  const rows = findInvertibleRows(layout);
  const environment = config.environment as EnvironmentConfig;
  const scaling = cellScaling(scaler);
  const traits = elementTraits();
  const encoder = buildEncoder(rows, config, environment, traits[0]?.length ?? 0);
  const decoder = buildDecoder(rows, config);
  const regressor = buildRegressor(config, properties);
  const models = { encoder, decoder, regressor };
  const asParts = (decoded: Readonly<Record<string, tf.Tensor>>): CrystalParts =>
    decoded as unknown as CrystalParts;
  return {
    ...models,
    dropouts: dropoutsOf(config, environment),
    environmentShape: [rows.sites, rows.slots, environmentFeatures(environment)],
    describeEnvironments: (tensor) => describeEnvironments(tensor, layout, environment),
    encode: (inputs, training = false) =>
      tf.tidy(() => {
        const read = readInputs(inputs, rows, traits, scaling);
        const { masks = {} } = inputs;
        const outputs = encoder.apply(read, { training, masks }) as [tf.Tensor2D, tf.Tensor2D];
        const [mean, logVariance] = outputs;
        return { mean, logVariance: tf.clipByValue(logVariance, -12, 4) };
      }),
    decode: (latents, training = false) => {
      const vectors = decoder.apply(latents, { training }) as tf.Tensor2D;
      return { ...takePartsApart(vectors, rows) };
    },
    reconstruction: (decoded, batch, weights) =>
      tf.tidy(() => reconstructionLoss(asParts(decoded), splitTensor(batch, rows), weights)),
    implausibility: (decoded, weights) => measureImplausibility(asParts(decoded), scaling, weights),
    assemble: (decoded, count) =>
      assembleTensor(
        settleContents(
          decoded as unknown as DecodedNumbers,
          count,
          rows,
          layout.elements,
          environment.chargeMargin,
        ),
        count,
        rows,
        layout,
      ),
    initialize: (random) => {
      initializeEnvironmentNetwork(models, rows, config, random);
    },
  };
}

/** What the encoder reads, in the order of its inputs. */
function readInputs(
  { batch, environment }: NetworkInputs,
  rows: InvertibleRows,
  traits: readonly (readonly number[])[],
  scaling: ReturnType<typeof cellScaling>,
): tf.Tensor[] {
  if (environment === undefined) throw new RangeError("the network reads environments too");
  const parts = splitTensor(batch, rows);
  const described = describeCode(parts, rows);
  const summary = summarizeComposition(parts, described, traits, scaling);
  const width = traits[0]?.length ?? 0;
  const table = tf.tensor2d(
    [...traits.flat(), ...Array<number>(width).fill(0)],
    [rows.classes, width],
  );
  const [count] = batch.shape;
  const flat = tf.reshape<tf.Rank.R2>(parts.slots, [count * rows.slots, rows.classes]);
  const known = tf.reshape<tf.Rank.R3>(tf.matMul(flat, table), [count, rows.slots, width]);
  const elements = tf.concat3d([parts.slots, known], 2);
  return [described.code, summary, elements, parts.occupancy, environment];
}

function buildEncoder(
  rows: InvertibleRows,
  config: NetworkConfig,
  environment: EnvironmentConfig,
  traits: number,
): tfl.LayersModel {
  const { slots, classes, sites } = rows;
  const input = (name: string, shape: number[]): tfl.SymbolicTensor => tfl.input({ shape, name });
  const code = input("code", [codeSize(rows)]);
  const summary = input("summary", [compositionSize(rows, traits)]);
  const elements = input("elements", [slots, classes + traits]);
  const occupancy = input("occupancy", [sites, slots + 1]);
  const neighbors = input("environment", [sites, slots, environmentFeatures(environment)]);
  const reader = new SiteEnvironments({
    ...environment,
    name: "encoder.environment",
    radii: environment.radii.length,
    directionRadii: environment.directionRadii.length,
  });
  const local = apply(reader, [elements, occupancy, neighbors]);
  const joined = apply(tfl.layers.concatenate({ name: "encoder.join" }), [code, summary, local]);
  let hidden = joined;
  for (const name of ["encoder.hidden0", "encoder.hidden1"]) {
    hidden = drop(`${name}.dropout`, swish(`${name}.swish`, dense(name, config.hidden, hidden)));
  }
  const mean = apply(tfl.layers.add({ name: "encoder.add" }), [
    dense("encoder.mean", config.latentSize, hidden),
    withoutBias("encoder.local", config.latentSize, local),
    withoutBias("encoder.linear", config.latentSize, code),
  ]);
  const logVariance = dense("encoder.logVariance", config.latentSize, hidden);
  return tfl.model({
    inputs: [code, summary, elements, occupancy, neighbors],
    outputs: [mean, logVariance],
  });
}

function buildDecoder(rows: InvertibleRows, config: NetworkConfig): tfl.LayersModel {
  const latent = tfl.input({ shape: [config.latentSize], name: "latent" });
  const outputs = partSizes(rows).reduce((sum, size) => sum + size, 0);
  let hidden = swish("decoder.hidden0.swish", dense("decoder.hidden0", config.hidden, latent));
  hidden = swish("decoder.hidden1.swish", dense("decoder.hidden1", config.hidden, hidden));
  const sum = apply(tfl.layers.add({ name: "decoder.add" }), [
    dense("decoder.output", outputs, hidden),
    withoutBias("decoder.linear", outputs, latent),
  ]);
  return tfl.model({ inputs: latent, outputs: sum });
}

function buildRegressor(config: NetworkConfig, properties: number): tfl.LayersModel {
  const latent = tfl.input({ shape: [config.latentSize], name: "latent" });
  const half = Math.ceil(config.regressionHidden / 2);
  const branch = (name: string, width: number): tfl.SymbolicTensor => {
    let hidden = latent;
    for (const layer of [`${name}0`, `${name}1`]) {
      hidden = drop(`${layer}.dropout`, swish(`${layer}.swish`, dense(layer, width, hidden)));
    }
    return dense(`${name}2`, properties, hidden);
  };
  const gate = apply(
    tfl.layers.activation({ name: "regression.sigmoid", activation: "sigmoid" }),
    branch("regression.g", half),
  );
  const output = apply(tfl.layers.multiply({ name: "regression.gate" }), [
    gate,
    branch("regression.h", config.regressionHidden),
  ]);
  return tfl.model({ inputs: latent, outputs: output });
}

/** The layers with dropout, in the order of the network. */
function dropoutsOf(
  { hidden, regressionHidden }: NetworkConfig,
  { dropout, regressionDropout }: EnvironmentConfig,
): readonly Dropout[] {
  const half = Math.ceil(regressionHidden / 2);
  const layers = [
    ...["encoder.hidden0", "encoder.hidden1"].map((name) => [name, hidden, dropout] as const),
    ...["regression.g0", "regression.g1"].map((name) => [name, half, regressionDropout] as const),
    ...["regression.h0", "regression.h1"].map((name) => {
      return [name, regressionHidden, regressionDropout] as const;
    }),
  ];
  return layers
    .filter(([, , rate]) => rate > 0)
    .map(([name, width, rate]) => ({ name: `${name}.dropout`, width, rate }));
}

function drop(name: string, input: tfl.SymbolicTensor): tfl.SymbolicTensor {
  return apply(new MaskedDropout({ name }), input);
}

function dense(name: string, units: number, input: tfl.SymbolicTensor): tfl.SymbolicTensor {
  return apply(tfl.layers.dense({ name, units }), input);
}

function withoutBias(name: string, units: number, input: tfl.SymbolicTensor): tfl.SymbolicTensor {
  return apply(tfl.layers.dense({ name, units, useBias: false }), input);
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
