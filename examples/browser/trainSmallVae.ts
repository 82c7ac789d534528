// A small training that a web page and Node run alike.
import { createLattice, createStructure, density, type Structure } from "@ftcp/crystal";
import { createLayout } from "@ftcp/featurize";
import { compile, type OnnxRuntime } from "@ftcp/onnx";
import { type CrystalVae, supervisedRegression, type TrainingEngine, trainVae } from "@ftcp/vae";
import * as tf from "@tensorflow/tfjs-core";

/** What a training gave. */
export interface SmallTraining {
  /** What ran. */
  readonly engine: string;
  /** Total loss of every step. */
  readonly losses: readonly number[];
  /** The decoded crystals: lattice constant a in Å and the elements of the sites. */
  readonly decoded: readonly { readonly a: number; readonly elements: string }[];
  /** What the decoder writes, run by ONNX Runtime; empty where there is none. */
  readonly written: readonly number[];
}

/** Rock salts: cubic lattice constants in Å. */
const constants = {
  ...{ "Li F": 4.03, "Li Cl": 5.14, "Na F": 4.63, "Na Cl": 5.64 },
  ...{ "K F": 5.34, "K Cl": 6.29, "Rb F": 5.65, "Rb Cl": 6.59 },
};

function rockSalt(elements: string, constant: number): Structure {
  const a = constant / Math.SQRT2; // the primitive cell: two atoms
  const lattice = createLattice({ a, b: a, c: a, alpha: 60, beta: 60, gamma: 60 });
  return createStructure(lattice, elements.split(" "), [
    [0, 0, 0],
    [0.5, 0.5, 0.5],
  ]);
}

/**
 * Trains a small autoencoder for some steps, encodes the crystals it was trained on and decodes them again.
 *
 * @param engine - what computes losses and gradients
 * @param runtime - decodes the same latents too, if given
 * @param epochs - two steps each
 */
export async function trainSmallVae(
  engine: TrainingEngine,
  runtime?: OnnxRuntime,
  epochs = 12,
): Promise<SmallTraining> {
  const crystals = Object.entries(constants).map(([id, constant]) => {
    const structure = rockSalt(id, constant);
    return { id, structure, properties: { density: density(structure) } };
  });
  const training = trainVae(crystals, {
    ...{ regression: supervisedRegression(["density"]), seed: 1, epochs, batchSize: 4 },
    ...{ layout: createLayout({ maxElements: 2, maxSites: 2 }), learningRate: 5e-3, engine },
    network: { latentSize: 48, channels: [8, 16], hidden: 32, elementCodeSize: 8 },
  });
  const losses: number[] = [];
  let model: CrystalVae | undefined;
  for await (const event of training) {
    if (event.kind === "step") losses.push(event.loss.total);
    if (event.kind === "done") model = event.model;
  }
  if (model === undefined) throw new Error("the training gave no model");
  const { mean } = await model.encode(crystals.map(({ structure }) => structure));
  const decoded = (await model.decode(mean)).map((result) => {
    if (!result.ok) throw result.error;
    const { lattice, sites } = result.value;
    return {
      a: lattice.a,
      elements: sites.map(({ species }) => species[0]?.element ?? "?").join(" "),
    };
  });
  const written = runtime === undefined ? [] : await decodeWith(runtime, model, mean);
  model.dispose();
  return { engine: engine.name, losses, decoded, written };
}

/** What the decoder's linear path writes for latents, run by ONNX Runtime, beside what tfjs computes. */
async function decodeWith(
  runtime: OnnxRuntime,
  model: CrystalVae,
  latents: { readonly shape: readonly [number, number]; readonly data: Float32Array },
): Promise<number[]> {
  const decode = (z: tf.Tensor): tf.Tensor[] => model.network.decoder.apply(z) as tf.Tensor[];
  const { shape, data } = latents;
  const compiled = await compile(({ z }) => decode(z), { z: { shape } }, { runtime, threads: 1 });
  const results = await compiled.run({ z: data });
  await compiled.dispose();
  const own = Array.from({ length: 2 }, (_, i) => Array.from(results[`output_${i}`]?.data ?? []));
  const theirs = tf.tidy(() =>
    decode(tf.tensor2d(data, [...shape])).map((part) => part.dataSync()),
  );
  const expected = theirs.flatMap((part) => Array.from(part));
  const found = own.flat();
  const worst = expected.reduce(
    (most, value, i) => Math.max(most, Math.abs(value - (found[i] ?? Number.NaN))),
    0,
  );
  if (found.length !== expected.length || !(worst < 1e-3)) {
    throw new Error(`the decoders of tfjs and ${runtime.name} differ by ${worst}`);
  }
  return found;
}
