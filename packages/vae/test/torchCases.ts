import { createLayout, type FtcpLayout } from "@ftcp/featurize";
import {
  createLossWeights,
  createNetworkConfig,
  createPreset,
  supervisedRegression,
  type ConvolutionConfig,
  type NetworkConfig,
} from "@ftcp/vae";
import * as tf from "@tensorflow/tfjs-core";
import type { LossGraph } from "../src/engine/trainingEngine.ts";
import { createRowsNetwork } from "../src/network/createRowsNetwork.ts";
import { createConvolutionalNetwork } from "../src/network/convolutional/createConvolutionalNetwork.ts";
import { elementScalars } from "../src/network/elementScalars.ts";
import { findInvertibleRows } from "../src/network/findInvertibleRows.ts";
import { networkWeights } from "../src/network/networkWeights.ts";
import { decodedShape } from "../src/network/networkShapes.ts";
import { createLossGraph } from "../src/training/createLossGraph.ts";
import { toyLayout, toyNetwork } from "./toyCrystals.ts";

/** How the numbers of one tensor are made: `offset + scale · hash(seed, index)`, in (-1, 1) times `scale`. */
export interface NumberRecipe {
  readonly shape: readonly number[];
  readonly seed: number;
  readonly scale: number;
  readonly offset: number;
}

/** A loss that PyTorch computes too: all numbers follow from recipes, which Python reads as JSON. */
export interface TorchCase {
  /** What `tools/reference/vae/torch_networks.py` reads. */
  readonly manifest: {
    readonly network: "reference" | "paper" | "rows";
    readonly settings: Readonly<Record<string, unknown>>;
    readonly inputs: Readonly<Record<string, NumberRecipe>>;
    readonly weights: Readonly<Record<string, NumberRecipe>>;
  };
  readonly graph: LossGraph;
  readonly inputs: Readonly<Record<string, Float32Array>>;
  readonly weights: ReadonlyMap<string, Float32Array>;
  /** Latents `[batch, latentSize]` to what the decoder writes. */
  readonly decode: (latents: tf.Tensor2D) => tf.Tensor;
  readonly latentSize: number;
  readonly dispose: () => void;
}

/** Numbers by recipe: the hash of 32 bits that Python has too. */
export function makeNumbers({ shape, seed, scale, offset }: NumberRecipe): Float32Array {
  const count = shape.reduce((product, size) => product * size, 1);
  const numbers = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    let hash = (Math.imul(i, 0x9e3779b1) + Math.imul(seed, 0x85ebca6b)) >>> 0;
    hash = Math.imul(hash ^ (hash >>> 16), 0x045d9f3b) >>> 0;
    hash = Math.imul(hash ^ (hash >>> 16), 0x045d9f3b) >>> 0;
    hash = (hash ^ (hash >>> 16)) >>> 0;
    numbers[i] = offset + scale * (hash / 2 ** 31 - 1);
  }
  return numbers;
}

/** Sizes of the networks of convolutions; the defaults are the reference's. */
export interface ReferenceSizes {
  readonly batch?: number;
  readonly rows?: number;
  readonly columns?: number;
  readonly channels?: readonly [number, number, number];
  readonly hidden?: number;
  readonly latentSize?: number;
  readonly regressor?: readonly [number, number];
}

/**
 * The Python reference's autoencoder: convolutions of strides 2, 2, 1 with batch normalisation, dense layers, and the
 * same mirrored; loss `Σ (x̂ - x)² + 2 · mean divergence + 10 · Σ (ŷ - y)²`.
 */
export function referenceCase(sizes: ReferenceSizes = {}): TorchCase {
  const { batch = 256, rows = 240, columns = 62, channels = [32, 64, 128] } = sizes;
  const { hidden = 1024, latentSize = 256, regressor = [128, 32] } = sizes;
  const network = createConvolutionalNetwork({
    layout: { rows, columns },
    config: createNetworkConfig({
      ...{ architecture: "convolutional", latentSize, hidden },
      convolutions: { filters: channels, regressionWidths: regressor },
    }),
    properties: 2,
  });
  const { encoder, decoder, regressor: regression } = network;
  const models = [encoder, decoder, regression];
  const all = [...networkWeights(network)];
  const variables = new Map(all.filter(([, { trainable }]) => trainable));
  const states = new Map(all.filter(([, { trainable }]) => !trainable));
  const graph: LossGraph = {
    ...{ weights: variables, states },
    inputs: {
      batch: [batch, rows, columns],
      target: [batch, 2],
      noise: [batch, latentSize],
    },
    loss: (inputs, training) =>
      tf.tidy(() => {
        const x = inputs["batch"] as tf.Tensor3D;
        const [m, v] = encoder.apply(x, { training }) as [tf.Tensor2D, tf.Tensor2D];
        const z = tf.add(m, tf.mul(tf.exp(tf.mul(v, 0.5)), inputs["noise"] as tf.Tensor));
        const decoded = decoder.apply(z, { training }) as tf.Tensor;
        const reconstruction = tf.sum<tf.Scalar>(tf.square(tf.sub(decoded, x)));
        const terms = tf.sub(tf.sub(tf.add(1, v), tf.square(m)), tf.exp(v));
        const divergence = tf.mean<tf.Scalar>(tf.mul(-0.5, terms));
        const predicted = regression.apply(m, { training }) as tf.Tensor;
        const error = tf.sum<tf.Scalar>(
          tf.square(tf.sub(predicted, inputs["target"] as tf.Tensor)),
        );
        const total = tf.addN<tf.Scalar>([
          reconstruction,
          tf.mul(divergence, 2),
          tf.mul(error, 10),
        ]);
        return { total, reconstruction, divergence, regression: error };
      }),
  };
  return complete(
    graph,
    "reference",
    { batch, rows, columns, channels, hidden, latentSize, regressor },
    { batch: [0.5, 0.5], target: [0.5, 0.5], noise: [1.7, 0] },
    (latents) => decoder.apply(latents, { training: false }) as tf.Tensor,
    latentSize,
    () => {
      for (const model of models) model.dispose();
    },
  );
}

/** Labels, noise and mask of every crystal of {@link createLossGraph}. */
const lossInputs: Readonly<Record<string, readonly [scale: number, offset: number]>> = {
  target: [0.5, 0.5],
  known: [0.5, 0.5],
  mask: [0.5, 0.5],
  noise: [1.7, 0],
};

/** Preset `paper` for crystals of two elements and three sites; the sizes are its own unless told otherwise. */
export function paperCase(sizes: Omit<ReferenceSizes, "rows" | "columns"> = {}): TorchCase {
  const { batch = 128, channels = [32, 64, 128], hidden = 1024, latentSize = 256 } = sizes;
  const { regressor: regressionWidths = [128, 32] } = sizes;
  const { layout, options, error } = createPreset("paper", { maxElements: 2, maxSites: 3 });
  const convolutions = {
    ...(options.network?.convolutions as ConvolutionConfig),
    ...{ filters: channels, regressionWidths },
  };
  const config = createNetworkConfig({ ...options.network, latentSize, hidden, convolutions });
  const network = createConvolutionalNetwork({ layout, config, properties: 2 });
  const weights = createLossWeights(options.loss);
  const deviations = [0.3, 0.2];
  const objective = supervisedRegression(["energy", "gap"], { error });
  return complete(
    createLossGraph({
      ...{ network, layout, batchSize: batch, latentSize, weights, objective, deviations },
    }),
    "paper",
    { batch, channels, loss: weights, deviations },
    { ...lossInputs, batch: [1, 0], beta: [0, weights.beta] },
    (latents) => network.decoder.apply(latents, { training: false }) as tf.Tensor,
    latentSize,
    () => {
      for (const model of [network.encoder, network.decoder, network.regressor]) model.dispose();
    },
  );
}

/** The network of architecture `rows`, with the loss of this package. */
export function rowsCase(
  options: {
    readonly batch?: number;
    readonly layout?: FtcpLayout;
    readonly network?: Partial<NetworkConfig>;
  } = {},
): TorchCase {
  const { batch = 128, layout = createLayout() } = options;
  const rows = findInvertibleRows(layout);
  const config = createNetworkConfig(options.network ?? { latentSize: 256 });
  const network = createRowsNetwork({ layout, config, properties: 2 });
  const weights = createLossWeights();
  const deviations = [0.3, 0.2];
  const objective = supervisedRegression(["energy", "gap"], {
    error: "squared",
  });
  const { latentSize } = config;
  const graph = createLossGraph({
    ...{
      network,
      layout,
      batchSize: batch,
      latentSize,
      weights,
      objective,
      deviations,
    },
  });
  const settings = {
    ...{ batch, layout: rows, network: config, loss: weights, deviations },
    ...{ decoded: decodedShape(rows, config), scalars: elementScalars() },
  };
  const ranges = { ...lossInputs, batch: [0.5, 0.5], beta: [0, 0.2] } as const;
  return complete(
    graph,
    "rows",
    settings,
    ranges,
    (latents) => (network.decoder.apply(latents) as tf.Tensor[])[0] as tf.Tensor,
    latentSize,
    () => {
      for (const model of [network.encoder, network.decoder, network.regressor]) model.dispose();
    },
  );
}

function complete(
  graph: LossGraph,
  network: TorchCase["manifest"]["network"],
  settings: Readonly<Record<string, unknown>>,
  ranges: Readonly<Record<string, readonly [scale: number, offset: number]>>,
  decode: TorchCase["decode"],
  latentSize: number,
  dispose: () => void,
): TorchCase {
  let seed = 0;
  const inputs = Object.fromEntries(
    Object.entries(graph.inputs).map(([name, shape]): [string, NumberRecipe] => {
      const [scale, offset] = ranges[name] ?? [1, 0];
      return [name, { shape, seed: ++seed, scale, offset }];
    }),
  );
  const weights = Object.fromEntries(
    [...graph.weights].map(([name, { shape }]): [string, NumberRecipe] => {
      const kind = name.split("/").at(-1);
      // Uniform numbers of variance one over the numbers that are added up.
      const fan = shape.slice(0, -1).reduce((product, size) => product * size, 1);
      const scale = kind === "kernel" ? Math.fround(Math.sqrt(3 / fan)) : 0.125;
      return [name, { shape, seed: ++seed, scale, offset: kind === "gamma" ? 1 : 0 }];
    }),
  );
  const numbersOf = (recipes: Readonly<Record<string, NumberRecipe>>): [string, Float32Array][] =>
    Object.entries(recipes).map(([name, recipe]) => [name, makeNumbers(recipe)]);
  const states = [...(graph.states ?? [])].map(([name, { size }]): [string, Float32Array] => [
    name,
    new Float32Array(size).fill(name.endsWith("variance") ? 1 : 0),
  ]);
  return {
    ...{
      manifest: { network, settings, inputs, weights },
      graph,
      decode,
      latentSize,
      dispose,
    },
    inputs: Object.fromEntries(numbersOf(inputs)),
    weights: new Map([...numbersOf(weights), ...states]),
  };
}

/** The networks, small enough for plain JavaScript. */
export function smallCases(): Readonly<Record<string, TorchCase>> {
  const sizes: ReferenceSizes = {
    ...{ batch: 3, channels: [4, 6, 8], hidden: 16, latentSize: 8, regressor: [6, 4] },
  };
  return {
    reference: referenceCase({ ...sizes, rows: 24, columns: 7 }),
    paper: paperCase(sizes),
    rows: rowsCase({ batch: 3, layout: toyLayout, network: toyNetwork }),
  };
}
