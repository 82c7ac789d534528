import { FtcpScaler } from "@ftcp/featurize";
import { createRandom } from "@ftcp/random";
import { CrystalVae } from "../crystalVae.ts";
import { tfjsEngine } from "../engine/tfjsEngine.ts";
import type { PreparedLoss } from "../engine/trainingEngine.ts";
import { createLossWeights } from "../losses/createLossWeights.ts";
import { createNetworkConfig } from "../network/createNetworkConfig.ts";
import { findInvertibleRows } from "../network/findInvertibleRows.ts";
import { initializeNetwork } from "../network/initializeNetwork.ts";
import { readWeights } from "../network/readWeights.ts";
import { writeWeights } from "../network/writeWeights.ts";
import { clipGradients } from "../optimizer/clipGradients.ts";
import { createOptimizer } from "../optimizer/createOptimizer.ts";
import { PropertyScaler } from "../propertyScaler.ts";
import { LearningRate } from "../schedule/learningRate.ts";
import type { TrainingCrystal } from "../trainingCrystal.ts";
import { VaeError } from "../vaeError.ts";
import { collectLabels } from "./collectLabels.ts";
import { EarlyStopping } from "./earlyStopping.ts";
import { fingerprintTraining } from "./fingerprintTraining.ts";
import { createLossGraph } from "./createLossGraph.ts";
import { labelDeviations } from "./labelDeviations.ts";
import { LossAverage } from "./lossAverage.ts";
import { nextTask } from "./nextTask.ts";
import { prepareCrystals } from "./prepareCrystals.ts";
import { randomNormals } from "./randomNormals.ts";
import { readCheckpoint } from "./readCheckpoint.ts";
import { restoreArrays } from "./restoreArrays.ts";
import { TrainingBatches } from "./trainingBatches.ts";
import type { LossTerms, TrainingEvent } from "./trainingEvent.ts";
import type { TrainingOptions } from "./trainingOptions.ts";
import type { TrainingState } from "./trainingState.ts";
import { writeCheckpoint } from "./writeCheckpoint.ts";

/**
 * Trains an FTCP autoencoder by Eq. 3, `L = L_reconstruct + β L_KL + λ L_reg`, on the engine
 * given, else on the current tfjs backend.
 *
 * @param crystals - the training set; those that do not fit the layout are reported and left out
 * @param options - layout, regression, seed, epochs and more
 * @returns events, the last of which carries the model; the caller disposes it
 * @throws {@link VaeError} with code `VAE_NO_CRYSTALS`, `VAE_MISSING_LABEL` (supervised regression
 *   and a crystal without a label), `VAE_UNKNOWN_PROPERTY`, `VAE_DIVERGED` (the loss is not finite;
 *   the last event before is a checkpoint of
 *   the last good weights) or `VAE_CHECKPOINT_MISMATCH`
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
  const { layout, regression, seed, epochs, signal, patience, validation = [] } = options;
  const { batchSize = 128, learningRate = 1e-3, betaWarmUp = 0.2, clipNorm = 20 } = options;
  const { schedule = { kind: "cosine" }, optimizer: optimizerConfig = { kind: "adamw" } } = options;
  if (patience !== undefined && validation.length === 0) {
    throw new RangeError("patience needs validation crystals");
  }
  const engine = options.engine ?? tfjsEngine();
  const random = createRandom(seed);
  const weights = createLossWeights(options.loss);
  const config = createNetworkConfig(options.network);
  const settings = {
    ...{ seed, epochs, batchSize, learningRate, betaWarmUp, clipNorm, schedule },
    ...{ optimizer: optimizerConfig, patience: patience ?? null },
    ...{ loss: weights, network: config, regression: regression.settings },
  };

  const prepared = prepareCrystals(crystals, layout);
  const held = prepareCrystals(validation, layout);
  for (const { id, error } of [...prepared.skipped, ...held.skipped]) {
    yield { kind: "skipped", id, error };
  }
  const { fitting } = prepared;
  if (fitting.length === 0) {
    throw new VaeError("VAE_NO_CRYSTALS", "no crystal fits the layout", { given: crystals.length });
  }
  const { properties } = regression;
  const labels = collectLabels(fitting, properties, regression.requiresLabels);
  const propertyScaler = PropertyScaler.fit(properties, labels, {
    logarithmic: regression.logarithmic ?? [],
  });
  const scaledLabels = propertyScaler.transform(labels);
  const batches = new TrainingBatches(fitting, prepared.layout, scaledLabels);
  const fingerprint = await fingerprintTraining([...fitting, ...held.fitting], labels, {
    ...settings,
    layout,
  });
  const resumed =
    options.resume === undefined ? undefined : await readCheckpoint(options.resume, fingerprint);
  const scaler =
    resumed?.scaler ?? FtcpScaler.fit(batches.tensors(), layout, { cell: "log-cosine" });

  const about = { crystals: fitting.length, engine: engine.name, ...settings };
  const model = new CrystalVae({ layout, scaler, propertyScaler, config, about });
  const rows = findInvertibleRows(layout);
  let prepareLoss: Promise<PreparedLoss> | undefined;
  let finished = false;
  try {
    initializeNetwork(model.network, rows, config, random.fork("weights"));
    const tensors = await readWeights(model.network);
    const numbers = new Map(tensors.map(({ name, data }) => [name, data]));
    const gradients = new Map(
      tensors.map(({ name, data }) => [name, new Float32Array(data.length)]),
    );
    const optimizer = createOptimizer(
      optimizerConfig,
      numbers,
      (name) => name.endsWith("/kernel") && !name.includes(".linear/"),
    );
    const stepsPerEpoch = Math.ceil(fitting.length / batchSize);
    const totalSteps = epochs * stepsPerEpoch;
    const rate = new LearningRate(schedule, learningRate, stepsPerEpoch, epochs);
    const stopping = new EarlyStopping(patience ?? Infinity, numbers);
    const arrays = new Map([
      ...numbers,
      ...optimizer.slots,
      ...(patience === undefined ? [] : stopping.slots),
    ]);
    let average = new LossAverage(resumed?.sums);
    if (resumed !== undefined) {
      restoreArrays(arrays, resumed.arrays);
      optimizer.steps = resumed.steps;
      rate.restore(resumed.rate);
      stopping.restore(resumed.stopping);
    }

    const graph = createLossGraph({
      ...{ network: model.network, rows, batchSize, latentSize: config.latentSize, weights },
      ...{ objective: regression, deviations: labelDeviations(scaledLabels, properties.length) },
    });
    prepareLoss = engine.prepare(graph);
    const loss = await prepareLoss;
    const inputsOf = (
      of: TrainingBatches,
      members: readonly number[],
      noise: Float32Array,
      beta: number,
    ): Record<string, Float32Array> => {
      const { tensor, target, known, mask } = of.make(members, batchSize);
      const scaled = scaler.transform(tensor).data;
      return { batch: scaled, target, known, mask, noise, beta: Float32Array.of(beta) };
    };
    const heldBatches = new TrainingBatches(
      held.fitting,
      prepared.layout,
      held.fitting.length === 0
        ? new Float32Array(0)
        : propertyScaler.transform(
            collectLabels(held.fitting, properties, regression.requiresLabels),
          ),
    );
    const validate = async (): Promise<LossTerms> => {
      const mean = new LossAverage();
      const silence = new Float32Array(batchSize * config.latentSize);
      for (const members of heldBatches.inOrder(batchSize)) {
        const inputs = inputsOf(heldBatches, members, silence, weights.beta);
        mean.add(readTerms(await loss.evaluate(inputs, numbers)), members.length);
      }
      return mean.mean;
    };
    const save = async (): Promise<TrainingEvent> => {
      const state: TrainingState = {
        ...{ fingerprint, steps: optimizer.steps, scaler, arrays },
        sums: average.state,
        ...{ rate: rate.state, stopping: stopping.state },
      };
      const epoch = Math.floor(optimizer.steps / stepsPerEpoch);
      return { kind: "checkpoint", epoch, bytes: await writeCheckpoint(state) };
    };
    const start = { time: performance.now(), steps: optimizer.steps };
    let epochStart = start.time;
    let order: readonly number[] | undefined;
    const isStopped = (): boolean =>
      optimizer.steps % stepsPerEpoch === 0 && stopping.stops(optimizer.steps / stepsPerEpoch);

    while (optimizer.steps < totalSteps && !isStopped()) {
      const step = optimizer.steps;
      const epoch = Math.floor(step / stepsPerEpoch);
      const part = step % stepsPerEpoch;
      if (signal?.aborted === true) {
        yield await save();
        signal.throwIfAborted();
      }
      if (order === undefined || part === 0) {
        order = random.fork(`order/${epoch}`).shuffle(fitting.map((_, i) => i));
      }
      const members = order.slice(part * batchSize, (part + 1) * batchSize);
      const noise = randomNormals(random.fork(`noise/${step}`), batchSize * config.latentSize);
      const beta = weights.beta * Math.min(1, (step + 1) / Math.max(1, betaWarmUp * totalSteps));
      const inputs = inputsOf(batches, members, noise, beta);
      const terms = readTerms(await loss.differentiate(inputs, numbers, gradients));
      const norm = clipGradients(gradients, clipNorm);
      if (!Number.isFinite(terms.total) || !Number.isFinite(norm)) {
        yield await save();
        throw new VaeError("VAE_DIVERGED", `the loss of step ${step} is ${terms.total}`, {
          ...{ step, epoch, loss: terms, gradientNorm: norm },
        });
      }
      const currentRate = rate.at(step);
      optimizer.step(numbers, gradients, currentRate);
      average.add(terms, members.length);
      const seconds = (performance.now() - start.time) / 1000;
      const stepsPerSecond = (optimizer.steps - start.steps) / seconds;
      yield {
        ...{ kind: "step", epoch, step: optimizer.steps, totalSteps, loss: terms },
        crystalsPerSecond: stepsPerSecond * batchSize,
        secondsLeft: (totalSteps - optimizer.steps) / stepsPerSecond,
      };
      await nextTask();
      if (part + 1 === stepsPerEpoch) {
        const mean = average.mean;
        average = new LossAverage();
        rate.endEpoch(mean.total, optimizer.steps);
        const validated = held.fitting.length === 0 ? undefined : await validate();
        if (validated !== undefined) stopping.endEpoch(validated.total, epoch + 1);
        yield {
          ...{ kind: "epoch", epoch: epoch + 1, epochs, loss: mean, learningRate: currentRate },
          ...(validated === undefined ? {} : { validation: validated }),
          seconds: (performance.now() - epochStart) / 1000,
        };
        epochStart = performance.now();
        const every = options.checkpointEvery ?? 0;
        if (every > 0 && (epoch + 1) % every === 0) yield await save();
      }
    }
    if (patience !== undefined) stopping.restoreBest();
    const trained = tensors.map((tensor) => [tensor.name, tensor] as const);
    writeWeights(model.network, new Map(trained));
    finished = true;
    yield { kind: "done", model };
  } finally {
    await (await prepareLoss?.catch(() => undefined))?.dispose();
    if (!finished) model.dispose();
  }
}

function readTerms(scalars: Readonly<Record<string, number>>): LossTerms {
  const term = (name: keyof LossTerms): number => scalars[name] as number;
  return {
    total: term("total"),
    reconstruction: term("reconstruction"),
    divergence: term("divergence"),
    regression: term("regression"),
  };
}
