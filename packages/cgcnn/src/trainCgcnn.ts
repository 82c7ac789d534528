import { createRandom } from "@ftcp/random";
import {
  createOptimizer,
  LearningRate,
  tfjsEngine,
  type PreparedLoss,
  type TrainingCrystal,
} from "@ftcp/vae";
import * as tf from "@tensorflow/tfjs-core";
import { Cgcnn, type PropertyScale } from "./cgcnn.ts";
import { CgcnnError } from "./cgcnnError.ts";
import type { CgcnnTrainingEvent, PropertyErrors } from "./cgcnnTrainingEvent.ts";
import type { CgcnnTrainingOptions } from "./cgcnnTrainingOptions.ts";
import { createCgcnnConfig } from "./createCgcnnConfig.ts";
import { createCgcnnLoss } from "./createCgcnnLoss.ts";
import { ErrorSum } from "./errorSum.ts";
import type { BatchSize } from "./graphBatch.ts";
import { fingerprintCgcnn } from "./fingerprintCgcnn.ts";
import { createGraphSet, makeInputs, type GraphSet } from "./graphSet.ts";
import { packGraphs } from "./packGraphs.ts";
import { readCgcnnCheckpoint } from "./readCgcnnCheckpoint.ts";
import { writeCgcnnCheckpoint } from "./writeCgcnnCheckpoint.ts";

/**
 * Trains a crystal graph convolutional neural network, on the engines that train the autoencoder.
 *
 * @param crystals - the training set; a label that a crystal does not know costs nothing
 * @param options - properties, seed, epochs and more
 * @returns events, the last of which carries the model
 * @throws {@link CgcnnError} with code `CGCNN_NO_CRYSTALS`, `CGCNN_MISSING_LABEL` (a property that no
 *   crystal knows), `CGCNN_DIVERGED`, or `CGCNN_CHECKPOINT_MISMATCH`, `CGCNN_MODEL_DAMAGED` or
 *   `CGCNN_MODEL_VERSION` for `resume`
 *
 * @remarks
 * Squared error of standardised labels, as the authors' code has it; AdamW with a cosine instead of its
 * SGD, which needs more epochs. The same seed, crystals, options and engine give the same numbers, also when the
 * training was interrupted and went on from a checkpoint.
 *
 * @example
 * ```ts
 * for await (const event of trainCgcnn(crystals, { properties: ["band_gap"], seed: 1, epochs: 30 })) {
 *   if (event.kind === "done") model = event.model;
 * }
 * ```
 */
export async function* trainCgcnn(
  crystals: readonly TrainingCrystal[],
  options: CgcnnTrainingOptions,
): AsyncGenerator<CgcnnTrainingEvent, void> {
  const { properties, seed, epochs, batchAtoms = 1280, learningRate = 2e-3, signal } = options;
  const { schedule = { kind: "cosine" }, optimizer: optimizerConfig = { kind: "adamw" } } = options;
  const { checkpointEvery = 0, resume } = options;
  const engine = options.engine ?? tfjsEngine();
  const config = createCgcnnConfig(options.network);
  const size: BatchSize = { atoms: batchAtoms, crystals: Math.ceil(batchAtoms / 4) };
  const training = createGraphSet(crystals, properties, config, batchAtoms);
  const held = createGraphSet(options.validation ?? [], properties, config, batchAtoms);
  for (const { id, error } of [...training.skipped, ...held.skipped]) {
    yield { kind: "skipped", id, error };
  }
  const count = training.graphs.length;
  if (count === 0) {
    throw new CgcnnError("CGCNN_NO_CRYSTALS", "no crystal has a graph", { given: crystals.length });
  }
  const fingerprint = await fingerprintCgcnn(training, {
    ...{ properties, seed, epochs, batchAtoms, learningRate, schedule, config },
    optimizer: optimizerConfig,
  });
  const scales = properties.map((property, k) =>
    measureScale(property, training.labels, k, properties),
  );
  const model = new Cgcnn(config, scales, seed);
  const { weights, states } = model.variables;
  const graph = createCgcnnLoss(model.variables, config, size, properties.length);
  let loss: PreparedLoss | undefined;
  let finished = false;
  try {
    const trained = await readNumbers(weights);
    const averages = await readNumbers(states);
    const numbers = new Map([...trained, ...averages]);
    const gradients = createLike(trained);
    const updates = createLike(averages);
    const optimizer = createOptimizer(optimizerConfig, trained, (name) => name.endsWith("/kernel"));
    const random = createRandom(seed).fork("order");
    const atomsIn = (set: GraphSet) => (position: number) =>
      set.graphs[position]?.numbers.length ?? 0;
    const total = training.graphs.reduce((sum, { numbers: atoms }) => sum + atoms.length, 0);
    const rate = new LearningRate(
      ...([schedule, learningRate, Math.ceil(total / batchAtoms), epochs] as const),
    );
    const arrays = new Map([...numbers, ...optimizer.slots]);
    let firstEpoch = 0;
    if (resume !== undefined) {
      const {
        epoch,
        steps,
        rate: remembered,
      } = await readCgcnnCheckpoint(resume, fingerprint, arrays);
      firstEpoch = epoch;
      optimizer.steps = steps;
      rate.restore(remembered);
    }
    loss = await engine.prepare(graph);
    const validate = async (prepared: PreparedLoss): Promise<PropertyErrors> => {
      const sum = new ErrorSum(scales);
      for (const members of packGraphs([...held.graphs.keys()], atomsIn(held), size)) {
        sum.add(await prepared.evaluate(makeInputs(held, members, scales, config, size), numbers));
      }
      return sum.errors;
    };
    for (let epoch = firstEpoch; epoch < epochs; epoch++) {
      const start = performance.now();
      const order = random.fork(String(epoch)).shuffle(training.graphs.map((_, i) => i));
      const errors = new ErrorSum(scales);
      let sum = 0;
      const batches = packGraphs(order, atomsIn(training), size);
      for (const members of batches) {
        signal?.throwIfAborted();
        const inputs = makeInputs(training, members, scales, config, size);
        const terms = await loss.differentiate(inputs, numbers, gradients, updates);
        const value = terms["total"] ?? NaN;
        if (!Number.isFinite(value)) {
          const step = optimizer.steps;
          throw new CgcnnError("CGCNN_DIVERGED", `the loss of step ${step} is not finite`, {
            step,
          });
        }
        optimizer.step(trained, gradients, rate.at(optimizer.steps));
        for (const [name, values] of updates) averages.get(name)?.set(values);
        errors.add(terms);
        sum += value;
        await new Promise((resolve) => setTimeout(resolve, 0)); // an abort must be heard
      }
      rate.endEpoch(sum / batches.length, optimizer.steps);
      const validated = held.graphs.length === 0 ? undefined : await validate(loss);
      yield {
        ...{ kind: "epoch", epoch: epoch + 1, epochs, loss: sum / batches.length },
        training: errors.errors,
        ...(validated === undefined ? {} : { validation: validated }),
        seconds: (performance.now() - start) / 1000,
      };
      if (checkpointEvery > 0 && (epoch + 1) % checkpointEvery === 0) {
        const at = { epoch: epoch + 1, steps: optimizer.steps, rate: rate.state };
        const bytes = await writeCgcnnCheckpoint({ fingerprint, ...at, arrays });
        yield { kind: "checkpoint", epoch: epoch + 1, bytes };
      }
    }
    for (const [name, variable] of [...weights, ...states]) {
      tf.tidy(() => {
        variable.assign(tf.tensor(numbers.get(name) as Float32Array, variable.shape));
      });
    }
    finished = true;
    yield { kind: "done", model };
  } finally {
    await loss?.dispose();
    if (!finished) model.dispose();
  }
}

function measureScale(
  property: string,
  labels: Float64Array,
  column: number,
  { length }: readonly string[],
): PropertyScale {
  const known = labels.filter((label, i) => i % length === column && !Number.isNaN(label));
  if (known.length === 0) {
    throw new CgcnnError("CGCNN_MISSING_LABEL", `no crystal has the property ${property}`, {
      property,
    });
  }
  const mean = known.reduce((sum, label) => sum + label, 0) / known.length;
  const square = known.reduce((sum, label) => sum + (label - mean) ** 2, 0) / known.length;
  return { property, mean, deviation: Math.max(Math.sqrt(square), 1e-6) };
}

async function readNumbers(
  variables: ReadonlyMap<string, tf.Variable>,
): Promise<Map<string, Float32Array>> {
  const numbers = new Map<string, Float32Array>();
  for (const [name, variable] of variables) {
    numbers.set(name, Float32Array.from(await variable.data<"float32">()));
  }
  return numbers;
}

function createLike(numbers: ReadonlyMap<string, Float32Array>): Map<string, Float32Array> {
  return new Map([...numbers].map(([name, { length }]) => [name, new Float32Array(length)]));
}
