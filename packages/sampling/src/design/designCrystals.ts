import type { Result, Structure } from "@ftcp/crystal";
import type { DesignModel, Latents } from "../designModel.ts";
import { findNearest } from "../latents/findNearest.ts";
import type { LatentIndex } from "../latents/latentIndex.ts";
import { latentDistance } from "../samplers/latentDistance.ts";
import type { LatentSample } from "../samplers/latentSample.ts";
import { SamplingError } from "../samplingError.ts";
import type { DesignEvent, DesignProgress, DesignRoot } from "./designEvent.ts";
import type { DesignOptions } from "./designOptions.ts";
import { FunnelCounter } from "./funnelCounter.ts";
import { judgeCandidate } from "./judgeCandidate.ts";
import { planDesign } from "./planDesign.ts";
import type { DesignPlan } from "./planDesign.ts";

/**
 * Designs new crystals for a target: seeds near it, samples around them, decodes, predicts, checks,
 * and keeps crystals whose reduced formula is new.
 *
 * @param options - model, known crystals, targets, and how to search
 * @returns a stream of events: each design as soon as it is found, progress after each batch, and
 *   one summary at the end
 * @throws {@link SamplingError} at once with code `SAMPLING_UNKNOWN_PROPERTY` when the model and the
 *   index do not both know a target's property, `SAMPLING_NO_SEEDS` when too few crystals have it,
 *   `SAMPLING_INVALID_TARGET` for a value that is not finite, `SAMPLING_MODEL_MISMATCH` when model
 *   and index have unlike latents; the stream throws the last also for a model that answers with the
 *   wrong number of crystals or predictions
 * @throws RangeError at once when a number is out of range or there is no target
 *
 * @remarks
 * - The run ends when `count` designs are found or `maximumSamples` are used up, whichever comes
 *   first; the summary says which, and its funnel says where candidates were lost.
 * - Designs come in the order in which they are found, not best first: of several candidates with
 *   one formula the first that passes every check is kept. Sort by `targetDistance` afterwards.
 * - The same options give the same designs, whatever the batch size (as far as the model's answers
 *   do not depend on the batch).
 * - After an abort the stream throws the signal's reason; the designs already received remain good.
 *   Between batches the run lets timers and signals through, even if the model never waits.
 * - Every check is on the decoded structure as it is. Nothing is relaxed or repaired.
 *
 * @example
 * ```ts
 * import { designCrystals, parseTarget } from "@ftcp/sampling";
 *
 * const targets = [parseTarget("formation_energy_per_atom=-0.5", model.properties)];
 * for await (const event of designCrystals({ model, index, targets, count: 20, seed: 1 })) {
 *   if (event.kind === "design") console.log(event.design.formula, event.design.predicted);
 *   if (event.kind === "summary") console.log(event.summary.funnel);
 * }
 * ```
 *
 * @see FTCP paper, sections 3.5, 4.2 and 5
 */
export function designCrystals(
  options: DesignOptions,
): AsyncGenerator<DesignEvent, void, undefined> {
  return runDesign(options, planDesign(options));
}

async function* runDesign(
  options: DesignOptions,
  plan: DesignPlan,
): AsyncGenerator<DesignEvent, void, undefined> {
  const { model, index, count, signal, onProgress, includeRejected = false } = options;
  const funnel = new FunnelCounter();
  const designed = new Set<string>();
  let samplesLeft = plan.maximumSamples;

  while (funnel.accepted < count && samplesLeft > 0) {
    const samples = take(plan.samples, Math.min(plan.batchSize, samplesLeft));
    samplesLeft -= samples.length;
    const { decoded, predicted } = await askModel(model, samples, signal);

    for (const [i, sample] of samples.entries()) {
      const result = decoded[i];
      const properties = predicted[i];
      if (result === undefined || properties === undefined) break; // excluded by askModel
      const verdict = judgeCandidate(result, properties, plan, designed);
      if (!verdict.accepted) {
        funnel.reject(verdict.rejection.reason, verdict.rejection.error);
        if (includeRejected) {
          const candidate = { ...verdict.rejection, sample, predicted: properties };
          yield { kind: "rejected", candidate };
        }
        continue;
      }
      const { found } = verdict;
      funnel.accepted++;
      designed.add(found.formula);
      const { latent, sampler, roots, step } = sample;
      const design = { ...found, ...findRoot(sample, index), predicted: properties };
      yield { kind: "design", design: { ...design, sampler, roots, step, latent } };
      if (funnel.accepted === count) break;
    }

    const progress: DesignProgress = {
      accepted: funnel.accepted,
      wanted: count,
      samplesLeft,
      funnel: funnel.snapshot(),
    };
    onProgress?.(progress);
    yield { kind: "progress", progress };
    await letOthersRun();
    signal?.throwIfAborted();
  }

  yield {
    kind: "summary",
    summary: {
      accepted: funnel.accepted,
      wanted: count,
      ended: funnel.accepted === count ? "count" : "maximumSamples",
      funnel: funnel.snapshot(),
      seeds: plan.seeds,
    },
  };
}

/** The next samples; the stream stays open for the batch after. */
function take(
  stream: Generator<LatentSample, void, undefined>,
  count: number,
): readonly LatentSample[] {
  const samples: LatentSample[] = [];
  while (samples.length < count) {
    const next = stream.next();
    if (next.done === true) break;
    samples.push(next.value);
  }
  return samples;
}

interface Answers {
  readonly decoded: readonly Result<Structure>[];
  readonly predicted: readonly Readonly<Record<string, number>>[];
}

async function askModel(
  model: DesignModel,
  samples: readonly LatentSample[],
  signal: AbortSignal | undefined,
): Promise<Answers> {
  const size = model.latentSize;
  const data = new Float32Array(samples.length * size);
  for (const [i, { latent }] of samples.entries()) data.set(latent, i * size);
  const latents: Latents = { data, shape: [samples.length, size] };

  const decoded = await model.decode(latents);
  signal?.throwIfAborted();
  const numbers = await model.predict(latents);
  signal?.throwIfAborted();

  const width = model.properties.length;
  if (decoded.length !== samples.length || numbers.length !== samples.length * width) {
    throw new SamplingError(
      "SAMPLING_MODEL_MISMATCH",
      `for ${samples.length} latents the model gave ${decoded.length} crystals and ` +
        `${numbers.length} predictions of ${width} properties`,
    );
  }
  const predicted = samples.map((_, i) =>
    Object.fromEntries(
      model.properties.map((name, j) => [name, numbers[i * width + j] ?? Number.NaN]),
    ),
  );
  return { decoded, predicted };
}

function findRoot(
  { latent, roots }: LatentSample,
  index: LatentIndex,
): { readonly root: DesignRoot; readonly latentDistance: number } {
  const [id] = roots;
  const row = (id === undefined ? undefined : index.rowOf(id)) ?? findNearest(index, latent).row;
  return {
    root: {
      id: index.ids[row] ?? "",
      formula: index.formulas[row] ?? "",
      properties: index.propertiesOf(row),
    },
    latentDistance: latentDistance(index.latentOf(row), latent),
  };
}

/** A turn of the event loop: without it a model that never waits would hold back every abort. */
async function letOthersRun(): Promise<void> {
  await new Promise<void>((resolve) => {
    setTimeout(resolve, 0);
  });
}
