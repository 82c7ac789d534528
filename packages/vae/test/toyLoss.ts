import { createLayout, FtcpScaler, type FtcpLayout } from "@ftcp/featurize";
import { createRandom } from "@ftcp/random";
import {
  createLossWeights,
  createNetworkConfig,
  supervisedRegression,
  type LossGraph,
  type LossWeights,
  type NetworkOptions,
  type TrainingCrystal,
} from "@ftcp/vae";
import { buildNetwork } from "../src/network/buildNetwork.ts";
import { readWeights } from "../src/network/readWeights.ts";
import { createCrystalSource } from "../src/source/createCrystalSource.ts";
import { drawMasks } from "../src/training/drawMasks.ts";
import { createLossGraph } from "../src/training/createLossGraph.ts";
import { randomNormals } from "../src/training/randomNormals.ts";
import { readTensors, TrainingBatches } from "../src/training/trainingBatches.ts";
import { toyCrystals, toyLayout, toyNetwork } from "./toyCrystals.ts";

/** The loss of the whole autoencoder with everything that it is a function of. */
export interface ToyLoss {
  readonly graph: LossGraph;
  readonly inputs: Readonly<Record<string, Float32Array>>;
  readonly weights: ReadonlyMap<string, Float32Array>;
  /** New arrays of zeros like the weights. */
  readonly createGradients: () => Map<string, Float32Array>;
  readonly dispose: () => void;
}

/** Makes the loss of three crystals in a batch of any size; small unless told otherwise. */
export async function createToyLoss(
  batchSize: number,
  sizes: {
    readonly layout?: FtcpLayout;
    readonly network?: NetworkOptions;
    readonly crystals?: readonly TrainingCrystal[];
    readonly loss?: Partial<LossWeights>;
  } = {},
): Promise<ToyLoss> {
  const { layout = toyLayout, crystals = toyCrystals(3) } = sizes;
  const config = createNetworkConfig(sizes.network ?? { ...toyNetwork, reconstructs: "all" });
  const random = createRandom(5);
  const source = createCrystalSource(crystals, layout);
  const count = source.records.length;
  const usual = [0.2, 0.4, 0.6, 0.1, 0.9, 0.5];
  const labels = Float32Array.from({ length: 2 * count }, (_, i) => usual[i % 6] as number);
  const scaler = await FtcpScaler.fitStream(readTensors(source), layout, { cell: "log-cosine" });
  const network = buildNetwork({ layout, scaler, config, properties: 2 });
  network.initialize(random);
  const batches = new TrainingBatches(source, labels, scaler, 0, network);
  const batch = await batches.make(
    Array.from({ length: count }, (_, i) => i),
    batchSize,
  );
  const noise = new Float32Array(batchSize * config.latentSize);
  noise.set(randomNormals(random, count * config.latentSize));
  const tensors = await readWeights(network);
  const graph = createLossGraph({
    ...{ network, layout, batchSize, latentSize: config.latentSize },
    weights: createLossWeights({ rest: 0.01, ...sizes.loss }),
    objective: supervisedRegression(["energy", "gap"], { error: "squared" }),
    deviations: [0.3, 0.2],
  });
  const [drawn = 0] = graph.inputs["draws"] ?? [];
  const draws = randomNormals(createRandom(6), drawn * config.latentSize);
  const masks = drawMasks(createRandom(7), network.dropouts ?? [], batchSize);
  return {
    graph,
    inputs: { ...batch, noise, draws, masks, beta: Float32Array.of(0.2) },
    weights: new Map(tensors.map(({ name, data }) => [name, data])),
    createGradients: () =>
      new Map(tensors.map(({ name, data }) => [name, new Float32Array(data.length)])),
    dispose: () => {
      for (const model of [network.encoder, network.decoder, network.regressor]) model.dispose();
    },
  };
}

/** The default layout and network, 3.46 million weights. */
export const fullSize: { readonly layout: FtcpLayout; readonly network: NetworkOptions } = {
  layout: createLayout(),
  network: { latentSize: 256 },
};
