import { FtcpScaler, type FtcpLayout } from "@ftcp/featurize";
import { createRandom } from "@ftcp/random";
import { CrystalVae } from "../crystalVae.ts";
import { tfjsEngine } from "../engine/tfjsEngine.ts";
import type { NumbersByName, PreparedLoss } from "../engine/trainingEngine.ts";
import { createLossWeights } from "../losses/createLossWeights.ts";
import { createNetworkConfig } from "../network/createNetworkConfig.ts";
import { readWeights } from "../network/readWeights.ts";
import { writeWeights } from "../network/writeWeights.ts";
import { createOptimizer } from "../optimizer/createOptimizer.ts";
import { measureNorm } from "../optimizer/measureNorm.ts";
import { PropertyScaler } from "../propertyScaler.ts";
import { LearningRate } from "../schedule/learningRate.ts";
import { createCrystalSource, type CrystalSource } from "../source/createCrystalSource.ts";
import type { TrainingSource } from "../source/trainingSource.ts";
import type { TrainingCrystal } from "../trainingCrystal.ts";
import { VaeError } from "../vaeError.ts";
import { collectLabels } from "./collectLabels.ts";
import { requireProperties } from "./requireProperties.ts";
import { EarlyStopping } from "./earlyStopping.ts";
import { drawMasks } from "./drawMasks.ts";
import { fingerprintTraining } from "./fingerprintTraining.ts";
import { createLossGraph } from "./createLossGraph.ts";
import { labelDeviations } from "./labelDeviations.ts";
import { LossAverage } from "./lossAverage.ts";
import { nextTask } from "./nextTask.ts";
import { randomNormals } from "./randomNormals.ts";
import { readCheckpoint } from "./readCheckpoint.ts";
import { restoreArrays } from "./restoreArrays.ts";
import { readTensors, TrainingBatches } from "./trainingBatches.ts";
import type { LossTerms, TrainingEvent } from "./trainingEvent.ts";
import { settleStatistics } from "./settleStatistics.ts";
import type { TrainingOptions } from "./trainingOptions.ts";
import type { TrainingState } from "./trainingState.ts";
import { writeCheckpoint } from "./writeCheckpoint.ts";

/**
 * Trains an FTCP autoencoder by Eq. 3, `L = L_reconstruct + β L_KL + λ L_reg`, on the engine
 * given, else on the current tfjs backend.
 *
 * @param crystals - the training set: crystals, of which those that do not fit the layout are reported
 *   and left out, or a source such as `openNpySource` of `@ftcp/vae/node`
 * @param options - layout, regression, seed, epochs and more
 * @returns events, the last of which carries the model; the caller disposes it
 * @throws {@link VaeError} with code `VAE_NO_CRYSTALS`, `VAE_MISSING_LABEL` (supervised regression
 *   and a crystal without a label), `VAE_UNKNOWN_PROPERTY`, `VAE_SHAPE` (a source of another layout),
 *   `VAE_DIVERGED` (the loss is not finite; the last event before is a checkpoint of the last epoch's
 *   beginning whose loss was finite, if there was one) or `VAE_CHECKPOINT_MISMATCH`
 *
 * @remarks
 * One seed decides everything: the same seed, crystals, options and engine give the same bytes, also
 * when the training was interrupted and resumed. Between steps control returns to the event loop.
 * Scalers are fitted on the crystals given here and on nothing else. Where no network is given, architecture `rows`
 * is trained; the measured recipe is `createPreset("ftcp")`.
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
  crystals: readonly TrainingCrystal[] | TrainingSource,
  options: TrainingOptions,
): AsyncGenerator<TrainingEvent, void> {
  const { layout, regression, seed, epochs, signal, patience, validation = [] } = options;
  const { batchSize = 128, learningRate = 1e-3, betaWarmUp = 0.2, clipNorm = 20 } = options;
  const { schedule = { kind: "cosine" }, optimizer: optimizerConfig = { kind: "adamw" } } = options;
  const { checkpointEvery = 0, checkpointEverySteps = 0, cacheBytes = 2 ** 29 } = options;
  const { scaling = "log-cosine" } = options;
  const engine = options.engine ?? tfjsEngine();
  const random = createRandom(seed);
  const weights = createLossWeights(options.loss);
  const config = createNetworkConfig(options.network);
  const settings = {
    ...{ seed, epochs, batchSize, learningRate, betaWarmUp, clipNorm, schedule },
    ...{ optimizer: optimizerConfig, patience: patience ?? null },
    ...{ loss: weights, network: config, regression: regression.settings },
    ...(scaling === "log-cosine" ? {} : { scaling }),
  };

  const source = openSource(crystals, layout);
  const held = openSource(validation, layout);
  for (const { id, error } of [...source.skipped, ...held.skipped]) {
    yield { kind: "skipped", id, error };
  }
  const count = source.records.length;
  const heldCount = held.records.length;
  if (count === 0) {
    const given = "records" in crystals ? 0 : crystals.length;
    throw new VaeError("VAE_NO_CRYSTALS", "no crystal fits the layout", { given });
  }
  if (patience !== undefined && heldCount === 0) {
    throw new RangeError("patience needs validation crystals");
  }
  const { properties, requiresLabels } = regression;
  requireProperties(source.records, properties);
  const labels = collectLabels(source.records, properties, requiresLabels);
  const heldLabels = collectLabels(held.records, properties, requiresLabels);
  const propertyScaler = PropertyScaler.fit(properties, labels, {
    logarithmic: regression.logarithmic ?? [],
    // The others end in a sigmoid; labels of unit size let this one start small and learn features.
    unit: config.architecture === "environment" ? "deviation" : "range",
  });
  const scaledLabels = propertyScaler.transform(labels);
  const fingerprint = await fingerprintTraining(
    [await source.digest(), await held.digest()],
    [labels, heldLabels],
    { ...settings, layout },
  );
  const resumed =
    options.resume === undefined ? undefined : await readCheckpoint(options.resume, fingerprint);
  const scaler =
    resumed?.scaler ?? (await FtcpScaler.fitStream(readTensors(source), layout, { cell: scaling }));
  const about = { crystals: count, engine: engine.name, ...settings };
  const model = new CrystalVae({ layout, scaler, propertyScaler, config, about });
  const batches = new TrainingBatches(source, scaledLabels, scaler, cacheBytes, model.network);
  const heldBatches = new TrainingBatches(
    held,
    heldCount === 0 ? new Float32Array(0) : propertyScaler.transform(heldLabels),
    scaler,
    Math.max(0, cacheBytes - count * layout.rows * layout.columns * 4),
    model.network,
  );

  let prepareLoss: Promise<PreparedLoss> | undefined;
  let finished = false;
  try {
    model.network.initialize(random.fork("weights"));
    const tensors = await readWeights(model.network);
    const numbers = new Map(tensors.map(({ name, data }) => [name, data]));
    const graph = createLossGraph({
      ...{ network: model.network, layout, batchSize, latentSize: config.latentSize, weights },
      ...{
        objective: regression,
        deviations: labelDeviations(scaledLabels, properties.length, weights.labels),
      },
    });
    const drawnNumbers = (graph.inputs["draws"] ?? [0]).reduce((size, side) => size * side, 1);
    const { dropouts = [] } = model.network;
    const pick = (names: ReadonlyMap<string, unknown>): Map<string, Float32Array> =>
      new Map([...numbers].filter(([name]) => names.has(name)));
    const trained = pick(graph.weights);
    const states = pick(graph.states ?? new Map());
    const gradients = createLike(trained);
    const updates = createLike(states);
    const optimizer = createOptimizer(
      optimizerConfig,
      trained,
      (name) => name.endsWith("kernel") && !name.includes(".linear/"),
    );
    const stepsPerEpoch = Math.ceil(count / batchSize);
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

    prepareLoss = engine.prepare(graph);
    const loss = await prepareLoss;
    const inputsOf = async (
      of: TrainingBatches,
      members: readonly number[],
      noise: Float32Array,
      draws: Float32Array,
      masks: Float32Array,
      beta: number,
    ): Promise<Record<string, Float32Array>> => {
      const batch = await of.make(members, batchSize);
      return { ...batch, noise, draws, masks, beta: Float32Array.of(beta) };
    };
    const validate = async (): Promise<LossTerms> => {
      const mean = new LossAverage();
      const settled = settleStatistics(numbers, optimizer.steps);
      const silence = new Float32Array(batchSize * config.latentSize);
      const draws = randomNormals(random.fork("draws/validation"), drawnNumbers);
      const masks = drawMasks(random.fork("masks/validation"), dropouts, batchSize); // not used
      for (const members of heldBatches.inOrder(batchSize)) {
        const inputs = await inputsOf(heldBatches, members, silence, draws, masks, weights.beta);
        mean.add(readTerms(await loss.evaluate(inputs, settled)), members.length);
      }
      return mean.mean;
    };
    const currentState = (): TrainingState => ({
      ...{ fingerprint, steps: optimizer.steps, scaler, arrays, sums: average.state },
      ...{ rate: rate.state, stopping: stopping.state },
    });
    const save = async (state: TrainingState): Promise<TrainingEvent> => {
      const epoch = Math.floor(state.steps / stepsPerEpoch);
      const bytes = await writeCheckpoint(state);
      return { kind: "checkpoint", epoch, step: state.steps, bytes };
    };
    // The last state whose loss was seen to be finite; taken once an epoch, as it copies everything.
    let good: TrainingState | undefined;
    const goodArrays = createLike(arrays);

    const firstStep = optimizer.steps;
    yield {
      ...{ kind: "started", engine: engine.name, passedOver: engine.passedOver ?? [] },
      ...{ crystals: count, validationCrystals: heldCount, epochs },
      ...{ step: firstStep, stepsPerEpoch, totalSteps },
    };
    const startTime = performance.now();
    let epochStart = startTime;
    let order: readonly number[] | undefined;
    const isStopped = (): boolean =>
      optimizer.steps % stepsPerEpoch === 0 && stopping.stops(optimizer.steps / stepsPerEpoch);
    const diverged = (step: number, data: Readonly<Record<string, unknown>>): VaeError =>
      new VaeError("VAE_DIVERGED", `the loss of step ${step} is not finite`, { step, ...data });

    while (optimizer.steps < totalSteps && !isStopped()) {
      const step = optimizer.steps;
      const epoch = Math.floor(step / stepsPerEpoch);
      const part = step % stepsPerEpoch;
      if (signal?.aborted === true) {
        yield await save(currentState());
        signal.throwIfAborted();
      }
      order ??= random.fork(`order/${epoch}`).shuffle(source.records.map((_, i) => i));
      const members = order.slice(part * batchSize, (part + 1) * batchSize);
      const noise = randomNormals(random.fork(`noise/${step}`), batchSize * config.latentSize);
      const draws = randomNormals(random.fork(`draws/${step}`), drawnNumbers);
      const masks = drawMasks(random.fork(`masks/${step}`), dropouts, batchSize);
      const beta = weights.beta * Math.min(1, (step + 1) / Math.max(1, betaWarmUp * totalSteps));
      const inputs = await inputsOf(batches, members, noise, draws, masks, beta);
      const terms = readTerms(await loss.differentiate(inputs, numbers, gradients, updates));
      const gradientNorm = measureNorm(gradients);
      if (!Number.isFinite(terms.total) || !Number.isFinite(gradientNorm)) {
        if (good !== undefined) yield await save(good);
        throw diverged(step, { epoch, loss: terms, gradientNorm });
      }
      if (part === 0 || step === firstStep) {
        restoreArrays(goodArrays, arrays);
        good = { ...currentState(), arrays: goodArrays };
      }
      const currentRate = rate.at(step);
      const scale = gradientNorm > clipNorm ? clipNorm / gradientNorm : 1;
      optimizer.step(trained, gradients, currentRate, scale);
      restoreArrays(states, updates);
      average.add(terms, members.length);
      const seconds = (performance.now() - startTime) / 1000;
      const stepsPerSecond = (optimizer.steps - firstStep) / seconds;
      yield {
        ...{ kind: "step", epoch, step: optimizer.steps, totalSteps, loss: terms },
        ...{ learningRate: currentRate, beta, gradientNorm },
        crystalsPerSecond: stepsPerSecond * batchSize,
        secondsLeft: (totalSteps - optimizer.steps) / stepsPerSecond,
      };
      await nextTask();
      const isEpochEnd = part + 1 === stepsPerEpoch;
      if (isEpochEnd) {
        order = undefined;
        const mean = average.mean;
        average = new LossAverage();
        rate.endEpoch(mean.total, optimizer.steps);
        const validated = heldCount === 0 ? undefined : await validate();
        if (validated !== undefined) stopping.endEpoch(validated.total, epoch + 1);
        yield {
          ...{ kind: "epoch", epoch: epoch + 1, epochs, step: optimizer.steps, loss: mean },
          learningRate: currentRate,
          ...(validated === undefined ? {} : { validation: validated }),
          seconds: (performance.now() - epochStart) / 1000,
        };
        epochStart = performance.now();
      }
      const isDue =
        (isEpochEnd && isMultiple(epoch + 1, checkpointEvery)) ||
        isMultiple(optimizer.steps, checkpointEverySteps);
      if (isDue) yield await save(currentState());
    }
    let steps = optimizer.steps;
    if (patience !== undefined) {
      stopping.restoreBest();
      steps = stopping.state.bestEpoch * stepsPerEpoch;
    }
    const settled = settleStatistics(numbers, steps);
    // The last step has no loss after it that would show that it went astray.
    if (!Number.isFinite(measureNorm(settled))) {
      if (good !== undefined) yield await save(good);
      throw diverged(optimizer.steps, {});
    }
    const final = tensors.map((tensor) => {
      const data = settled.get(tensor.name) as Float32Array;
      return [tensor.name, { ...tensor, data }] as const;
    });
    writeWeights(model.network, new Map(final));
    finished = true;
    yield { kind: "done", model };
  } finally {
    await (await prepareLoss?.catch(() => undefined))?.dispose();
    if (!finished) model.dispose();
  }
}

function openSource(
  given: readonly TrainingCrystal[] | TrainingSource,
  layout: FtcpLayout,
): CrystalSource {
  if (!("records" in given)) return createCrystalSource(given, layout);
  const { rows, columns } = given;
  if (rows !== layout.rows || columns !== layout.columns) {
    throw new VaeError("VAE_SHAPE", "the tensors are of another layout", {
      expected: [layout.rows, layout.columns],
      received: [rows, columns],
    });
  }
  return {
    ...{ rows, columns, records: given.records, skipped: [] },
    digest: () => given.digest(),
    fill: (members, into) => given.fill(members, into),
  };
}

function createLike(arrays: NumbersByName): Map<string, Float32Array> {
  return new Map([...arrays].map(([name, { length }]) => [name, new Float32Array(length)]));
}

function isMultiple(count: number, every: number): boolean {
  return every > 0 && count % every === 0;
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
