import { createRandom } from "@ftcp/random";
import type { RandomSource } from "@ftcp/random";
import type { DesignModel } from "../designModel.ts";
import { findNearest } from "../latents/findNearest.ts";
import type { LatentIndex } from "../latents/latentIndex.ts";
import { latentDistance } from "../samplers/latentDistance.ts";
import type { LatentSample } from "../samplers/latentSample.ts";
import type {
  Design,
  DesignEvent,
  DesignProgress,
  DesignRepair,
  DesignRoot,
  DesignSummary,
} from "./designEvent.ts";
import type { DesignOptions } from "./designOptions.ts";
import { FunnelCounter } from "./funnelCounter.ts";
import { judgePredictions } from "./judgeCandidate.ts";
import type { SoundCrystal, Verdict } from "./judgeCandidate.ts";
import { NoveltyChecker } from "./noveltyChecker.ts";
import { planDesign } from "./planDesign.ts";
import type { DesignPlan } from "./planDesign.ts";
import { prepareCandidates } from "./prepareCandidates.ts";
import type { Candidate } from "./prepareCandidates.ts";
import { reencodeDesigns } from "./reencodeDesigns.ts";
import type { EncodingModel, ReencodedCrystal, Reencoding } from "./reencodeDesigns.ts";

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
 * - Composition is checked first, as repairs of the crystal do not change it; only what passes is repaired. Geometry is
 *   checked on the crystal as it is given out: as decoded, or with `repair` after the repairs, each of which leaves a
 *   record. Nothing is relaxed. The funnel's `quality` tells what candidates were worth before and after each step.
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
  const novelty = new NoveltyChecker(model, index, plan);
  const random = createRandom(options.seed).fork("reencoding");
  let samplesLeft = plan.maximumSamples;
  let judged = 0;
  const outcomes: number[] = [];
  let ended: DesignSummary["ended"] | undefined;
  if (options.resume !== undefined) {
    ({ samplesLeft } = options.resume);
    judged = plan.maximumSamples - samplesLeft;
    outcomes.push(...(options.resume.outcomes ?? []));
    await passOver(plan, judged, outcomes);
    funnel.restore(options.resume.funnel);
    for (const { structure, formula } of options.resume.designs) novelty.add(structure, formula);
    if (funnel.accepted >= count) ended = "count";
    else if (samplesLeft === 0) ended = "maximumSamples";
  }

  while (ended === undefined) {
    const samples = await take(plan.samples, Math.min(plan.batchSize, samplesLeft));
    signal?.throwIfAborted();
    samplesLeft -= samples.length;
    const candidates = await prepareCandidates(
      ...([model, samples, plan] as const),
      (formula) => novelty.isDesigned(formula),
      options.repair,
      signal,
    );
    const reencoded = await reencode(options, plan, novelty, candidates, (row) =>
      random.fork(String(judged + row)),
    );
    signal?.throwIfAborted();
    judged += samples.length;

    for (const [i, candidate] of candidates.entries()) {
      const { sample, counts } = candidate;
      for (const step of counts) funnel.quality.add(step);
      if (plan.feedback !== undefined) {
        const success = counts[0]?.[plan.feedback.goal] === true;
        outcomes.push(Number(success));
        plan.feedback.report(sample, success);
      }
      const judgement = await judge(candidate, reencoded.get(i), plan, novelty);
      if (!judgement.accepted) {
        funnel.reject(judgement.rejection.reason, judgement.rejection.error);
        if (includeRejected) {
          const rejected = { ...judgement.rejection, sample, predicted: candidate.predicted };
          yield { kind: "rejected", candidate: rejected };
        }
        continue;
      }
      const { found } = judgement;
      const answer = reencoded.get(i);
      funnel.accepted++;
      funnel.quality.add({
        ...(counts.at(-1) ?? { changed: false }),
        name: "accepted",
        changed: counts.some(({ changed }) => changed),
        ...(answer === undefined || answer instanceof Error
          ? {}
          : { decodesToItself: answer.reencoded.decodesToItself }),
      });
      novelty.add(found.structure, found.formula);
      const { latent, sampler, roots, step } = sample;
      const design: Design = {
        ...found,
        novelty: novelty.describe(found.formula),
        ...findRoot(sample, index),
        ...{ sampler, roots, step, latent },
      };
      yield { kind: "design", design };
      if (funnel.accepted === count) break;
    }
    if (funnel.accepted === count) ended = "count";
    else if (samplesLeft === 0) ended = "maximumSamples";
    else if (samples.length === 0) ended = "samples";

    const progress: DesignProgress = {
      accepted: funnel.accepted,
      wanted: count,
      samplesLeft,
      funnel: funnel.snapshot(),
      ...(plan.feedback === undefined ? {} : { outcomes: Uint8Array.from(outcomes) }),
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
      ended,
      funnel: funnel.snapshot(),
      seeds: plan.seeds,
    },
  };
}

/** Draws the samples of an earlier run again and tells what was told, so that the stream stands where it stood. */
async function passOver(
  { samples, batchSize, feedback }: DesignPlan,
  count: number,
  outcomes: readonly number[],
): Promise<void> {
  for (let passed = 0; passed < count;) {
    const drawn = await take(samples, Math.min(batchSize, count - passed));
    if (drawn.length === 0) return;
    for (const [i, sample] of drawn.entries()) {
      const outcome = outcomes[passed + i];
      if (outcome !== undefined) feedback?.report(sample, outcome === 1);
    }
    passed += drawn.length;
  }
}

/** Encodes the sound crystals of a batch again, where repairs are asked for and the model can. */
async function reencode(
  { model, repair }: DesignOptions,
  plan: DesignPlan,
  novelty: NoveltyChecker,
  candidates: readonly Candidate[],
  randomOf: (row: number) => RandomSource,
): Promise<ReadonlyMap<number, Reencoding | Error>> {
  if (repair === undefined || !canEncode(model)) return new Map();
  const rows: number[] = [];
  const crystals: ReencodedCrystal[] = [];
  for (const [row, { predicted, verdict }] of candidates.entries()) {
    if (!verdict.accepted) continue;
    const { structure, formula } = verdict.found;
    if ((await novelty.judge(structure, formula)) !== undefined) continue;
    rows.push(row);
    crystals.push({ structure, predicted, random: randomOf(row) });
  }
  const { targets, spreads } = plan;
  const answers = await reencodeDesigns(model, crystals, targets, spreads, novelty.matcher);
  return new Map(rows.map((row, i) => [row, answers[i] ?? new Error("no answer")]));
}

function canEncode(model: DesignModel): model is EncodingModel {
  return model.encode !== undefined;
}

/** The verdict over a candidate whose crystal has been judged: is it new, and does it meet the targets? */
async function judge(
  candidate: Candidate,
  answer: Reencoding | Error | undefined,
  plan: DesignPlan,
  novelty: NoveltyChecker,
): Promise<Verdict<FoundDesign>> {
  const { verdict } = candidate;
  if (!verdict.accepted) return verdict;
  const { found } = verdict;
  const { structure, formula, checks } = found;
  const known = await novelty.judge(structure, formula);
  if (known !== undefined) {
    return { accepted: false, rejection: { reason: known, structure, formula, checks } };
  }
  if (answer instanceof Error) {
    const rejection = { reason: "invalidPrediction", error: answer, structure, formula, checks };
    return { accepted: false, rejection: { ...rejection, reason: "invalidPrediction" } };
  }
  const predicted = answer?.predicted ?? candidate.predicted;
  const judgement = judgePredictions(found, predicted, plan);
  if (!judgement.accepted) return judgement;
  const repair = describeRepair(candidate);
  return {
    accepted: true,
    found: {
      ...found,
      ...judgement.found,
      predicted,
      ...(repair === undefined ? {} : { repair }),
      ...(answer === undefined ? {} : { reencoded: answer.reencoded }),
    },
  };
}

type FoundDesign = SoundCrystal &
  Pick<Design, "targetDistance" | "predicted" | "repair" | "reencoded">;

function describeRepair({ raw, repaired, latentMoved }: Candidate): DesignRepair | undefined {
  if (repaired === undefined) return undefined;
  const { records, displacement, volumeFactor, symmetry } = repaired;
  const snapped = records.find((record) => record.kind === "symmetry");
  return {
    ...(raw.ok ? { raw: raw.value } : {}),
    ...{ latentMoved, records, displacement, volumeFactor },
    ...(symmetry === undefined
      ? {}
      : { spaceGroup: { number: symmetry.number, hermannMauguin: symmetry.hermannMauguin } }),
    ...(snapped?.before === undefined ? {} : { spaceGroupBefore: snapped.before }),
    ...(symmetry === undefined ? {} : { symmetry }),
  };
}

/** The next samples; the stream stays open for the batch after. */
async function take(
  stream: DesignPlan["samples"],
  count: number,
): Promise<readonly LatentSample[]> {
  const samples: LatentSample[] = [];
  while (samples.length < count) {
    const next = await stream.next();
    if (next.done === true) break;
    samples.push(next.value);
  }
  return samples;
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
