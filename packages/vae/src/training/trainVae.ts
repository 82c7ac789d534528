import { FtcpScaler } from "@ftcp/featurize";
import { createRandom, type RandomSource } from "@ftcp/random";
import * as tf from "@tensorflow/tfjs-core";
import { CrystalVae } from "../crystalVae.ts";
import { createLossWeights } from "../losses/createLossWeights.ts";
import { createNetworkConfig } from "../network/createNetworkConfig.ts";
import { findInvertibleRows } from "../network/findInvertibleRows.ts";
import { initializeNetwork } from "../network/initializeNetwork.ts";
import { networkWeights } from "../network/networkWeights.ts";
import { PropertyScaler } from "../propertyScaler.ts";
import type { TrainingCrystal } from "../trainingCrystal.ts";
import { VaeError } from "../vaeError.ts";
import { AdamW } from "./adamW.ts";
import { collectLabels } from "./collectLabels.ts";
import { computeLoss } from "./computeLoss.ts";
import { fingerprintTraining } from "./fingerprintTraining.ts";
import { learningRateAt } from "./learningRateAt.ts";
import { nextTask } from "./nextTask.ts";
import { prepareCrystals } from "./prepareCrystals.ts";
import { readCheckpoint } from "./readCheckpoint.ts";
import { TrainingBatches } from "./trainingBatches.ts";
import type { LossTerms, TrainingEvent } from "./trainingEvent.ts";
import type { TrainingOptions } from "./trainingOptions.ts";
import { writeCheckpoint } from "./writeCheckpoint.ts";

/**
 * Trains an FTCP autoencoder by Eq. 3, `L = L_reconstruct + β L_KL + λ L_reg`, on the current tfjs
 * backend.
 *
 * @param crystals - the training set; those that do not fit the layout are reported and left out
 * @param options - layout, regression, seed, epochs and more
 * @returns events, the last of which carries the model; the caller disposes it
 * @throws {@link VaeError} with code `VAE_NO_CRYSTALS`, `VAE_MISSING_LABEL` (supervised regression
 *   and a crystal without a label), `VAE_UNKNOWN_PROPERTY`, `VAE_DIVERGED` (the loss is not finite;
 *   no checkpoint is made of such weights) or `VAE_CHECKPOINT_MISMATCH`
 *
 * @remarks
 * One seed decides everything: the same seed, crystals, options and backend give the same bytes, also
 * when the training was interrupted and resumed. Between steps control returns to the event loop.
 * Scalers are fitted on the crystals given here and on nothing else.
 *
 * @example
 * ```ts
 * const regression = supervisedRegression(["formation_energy_per_atom"]);
 * const options = { layout: createLayout(), regression, seed: 1, epochs: 20 };
 * for await (const event of trainVae(crystals, options)) {
 *   if (event.kind === "done") model = event.model;
 * }
 * ```
 *
 * @see The paper, sections 3.1 to 3.4
 */
export async function* trainVae(
  crystals: readonly TrainingCrystal[],
  options: TrainingOptions,
): AsyncGenerator<TrainingEvent, void> {
  const { layout, regression, seed, epochs, signal } = options;
  const { batchSize = 128, learningRate = 1e-3, betaWarmUp = 0.2, weightDecay = 0.01 } = options;
  const random = createRandom(seed);
  const weights = createLossWeights(options.loss);
  const config = createNetworkConfig(options.network);
  const settings = {
    ...{ seed, epochs, batchSize, learningRate, betaWarmUp, weightDecay },
    ...{ loss: weights, network: config, regression: regression.settings },
  };

  const prepared = prepareCrystals(crystals, layout);
  const { fitting } = prepared;
  for (const { id, error } of prepared.skipped) yield { kind: "skipped", id, error };
  if (fitting.length === 0) {
    throw new VaeError("VAE_NO_CRYSTALS", "no crystal fits the layout", { given: crystals.length });
  }
  const { properties } = regression;
  const labels = collectLabels(fitting, properties, regression.requiresLabels);
  const propertyScaler = PropertyScaler.fit(properties, labels, {
    logarithmic: regression.logarithmic ?? [],
  });
  const scaledLabels = propertyScaler.transform(labels);
  const deviations = standardDeviations(scaledLabels, properties.length);
  const batches = new TrainingBatches(fitting, prepared.layout, scaledLabels);
  const fingerprint = await fingerprintTraining(fitting, labels, { ...settings, layout });
  const checkpoint =
    options.resume === undefined ? undefined : await readCheckpoint(options.resume, fingerprint);
  const scaler =
    checkpoint?.scaler ?? FtcpScaler.fit(batches.tensors(), layout, { cell: "log-cosine" });

  const about = { crystals: fitting.length, ...settings };
  const model = new CrystalVae({ layout, scaler, propertyScaler, config, about });
  const rows = findInvertibleRows(layout);
  const named = networkWeights(model.network);
  const variables = [...named.values()];
  const decays = [...named.keys()].map(
    (name) => name.endsWith("/kernel") && !name.includes(".linear/"),
  );
  const optimizer = new AdamW(variables, decays, { weightDecay });
  let finished = false;
  try {
    if (checkpoint === undefined) {
      initializeNetwork(model.network, rows, config, random.fork("weights"));
    } else {
      checkpoint.restore(named, optimizer);
    }
    const stepsPerEpoch = Math.ceil(fitting.length / batchSize);
    const totalSteps = epochs * stepsPerEpoch;
    const save = async (): Promise<TrainingEvent> => ({
      kind: "checkpoint",
      epoch: Math.floor(optimizer.steps / stepsPerEpoch),
      bytes: await writeCheckpoint(named, optimizer, scaler, fingerprint),
    });
    const start = { time: performance.now(), steps: optimizer.steps };

    while (optimizer.steps < totalSteps) {
      const epoch = Math.floor(optimizer.steps / stepsPerEpoch);
      const order = random.fork(`order/${epoch}`).shuffle(fitting.map((_, i) => i));
      const sums = { total: 0, reconstruction: 0, divergence: 0, regression: 0 };
      let seen = 0;
      const epochStart = performance.now();
      for (let part = optimizer.steps % stepsPerEpoch; part < stepsPerEpoch; part++) {
        if (signal?.aborted === true) {
          yield await save();
          signal.throwIfAborted();
        }
        const step = optimizer.steps;
        const members = order.slice(part * batchSize, (part + 1) * batchSize);
        const { tensor, target, known } = batches.make(members);
        const noise = normals(random.fork(`noise/${step}`), members.length * config.latentSize);
        const beta = weights.beta * Math.min(1, (step + 1) / Math.max(1, betaWarmUp * totalSteps));
        const terms = await takeStep(variables, optimizer, {
          learningRate: learningRateAt(step, totalSteps, learningRate),
          loss: () =>
            computeLoss(
              model.network,
              rows,
              { scaled: scaler.transform(tensor), target, known, noise, deviations },
              { ...weights, beta },
              regression,
            ),
        });
        if (!Number.isFinite(terms.total)) {
          throw new VaeError("VAE_DIVERGED", `the loss of step ${step} is ${terms.total}`, {
            ...{ step, epoch, loss: terms },
          });
        }
        for (const key of lossKeys) sums[key] += terms[key] * members.length;
        seen += members.length;
        const seconds = (performance.now() - start.time) / 1000;
        const stepsPerSecond = (optimizer.steps - start.steps) / seconds;
        yield {
          ...{ kind: "step", epoch, step: optimizer.steps, totalSteps, loss: terms },
          crystalsPerSecond: stepsPerSecond * batchSize,
          secondsLeft: (totalSteps - optimizer.steps) / stepsPerSecond,
        };
        await nextTask();
      }
      for (const key of lossKeys) sums[key] /= seen;
      const seconds = (performance.now() - epochStart) / 1000;
      yield { kind: "epoch", epoch: epoch + 1, epochs, loss: sums, seconds };
      const every = options.checkpointEvery ?? 0;
      if (every > 0 && (epoch + 1) % every === 0) yield await save();
    }
    finished = true;
    yield { kind: "done", model };
  } finally {
    optimizer.dispose();
    if (!finished) model.dispose();
  }
}

const lossKeys = ["total", "reconstruction", "divergence", "regression"] as const;

/** One step of the optimiser; the weights stay as they are when the loss is not finite. */
async function takeStep(
  variables: readonly tf.Variable[],
  optimizer: AdamW,
  step: {
    readonly learningRate: number;
    loss(): Record<(typeof lossKeys)[number], tf.Scalar>;
  },
): Promise<LossTerms> {
  const kept: tf.Scalar[] = [];
  const { value, grads } = tf.variableGrads(() => {
    const terms = step.loss();
    kept.push(...lossKeys.map((key) => tf.keep(terms[key].clone())));
    return terms.total;
  }, [...variables]);
  const gradients = variables.map((variable) => grads[variable.name] as tf.Tensor);
  try {
    const values = await Promise.all(kept.map(async (term) => (await term.data())[0] as number));
    const terms = Object.fromEntries(lossKeys.map((key, i) => [key, values[i]])) as unknown;
    if (Number.isFinite(values[0])) optimizer.step(gradients, step.learningRate);
    return terms as LossTerms;
  } finally {
    tf.dispose([value, ...kept, ...gradients]);
  }
}

function standardDeviations(values: Float32Array, width: number): number[] {
  return Array.from({ length: width }, (_, column) => {
    const known: number[] = [];
    for (let i = column; i < values.length; i += width) {
      const value = values[i] as number;
      if (!Number.isNaN(value)) known.push(value);
    }
    const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
    const variance = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length;
    return Math.max(Math.sqrt(variance), 1e-3);
  });
}

function normals(random: RandomSource, count: number): Float32Array {
  return Float32Array.from({ length: count }, () => random.normal());
}
