import type { ValidityOptions } from "@ftcp/crystal";
import {
  selectSeeds,
  targetSpreads,
  type DesignModel,
  type LatentIndex,
  type PropertyTarget,
  type SamplerName,
} from "@ftcp/sampling";
import type { Shard } from "../plan/shard.ts";
import { ShardError } from "../shardError.ts";
import type { ShardInput, ShardItem, ShardTask } from "../task/shardTask.ts";
import { readLatents } from "./readLatents.ts";
import { sampleRange } from "./sampleRange.ts";
import { screenCandidate, type Candidate, type ScreenCriteria } from "./screenCandidate.ts";

/** Where the latents of a {@link createScreenTask} come from. */
export type ScreenSource =
  | {
      /** Latents are sampled; the rows of a shard are numbers of samples, and there is no input. */
      readonly kind: "samples";
      /** How latents are sampled. */
      readonly sampler: SamplerName;
      /** Decides all samples of the job. */
      readonly seed: number;
      /** Standard deviation of the noise; 0.6 for `lp` and 1 for `random` by default. */
      readonly scale?: number;
      /** How many known crystals near the targets `lp` and `slerp` start from; all without targets. */
      readonly roots?: number;
    }
  | {
      /** Latents are read from JSON Lines, an array `latent` and perhaps an `id` in each line. */
      readonly kind: "latents";
    };

/** Settings of {@link createScreenTask}. */
export interface ScreenTaskOptions {
  /** The model. */
  readonly model: DesignModel;
  /** Tells the model, and the engine that runs it, from any other: names and a hash; JSON. */
  readonly identity: Readonly<Record<string, string>>;
  /** Where latents come from. */
  readonly source: ScreenSource;
  /** The known crystals of the model; samples need them. */
  readonly index?: LatentIndex;
  /** Properties that are wanted. */
  readonly targets?: readonly PropertyTarget[];
  /** Largest distance from each target, in the property's unit; without it all valid crystals are kept. */
  readonly tolerance?: number;
  /** Limits of the geometry checks. */
  readonly validity?: ValidityOptions;
}

/** Latents that the model is asked about together. */
const batchSize = 64;

/**
 * Makes the task that decodes latents, checks the crystals, predicts their properties and writes those
 * that pass as JSON Lines: number, id, formula, predictions, provenance, checks and CIF.
 *
 * @param options - model, latents and criteria
 * @returns the task
 * @throws `SamplingError` with code `SAMPLING_NO_SEEDS` or `SAMPLING_UNKNOWN_PROPERTY`, when nothing
 *   known has the targeted properties
 * @throws RangeError when samples are asked for without an index
 *
 * @remarks
 * A batch is always of 64 latents, of which the first has a number that 64 divides; what is missing is
 * filled with zeros. So a sample lies at the same place of the same batch however the job is cut, and
 * its predictions have the same bits. That holds for one engine; another may differ in the last bits.
 *
 * @example
 * ```ts
 * import type { DesignModel, LatentIndex } from "@ftcp/sampling";
 * import { createScreenTask } from "@ftcp/shards";
 *
 * const createTask = (model: DesignModel, index: LatentIndex) =>
 *   createScreenTask({
 *     model,
 *     index,
 *     identity: { model: "ternary-20", engine: "wasm" },
 *     source: { kind: "samples", sampler: "lp", seed: 1 },
 *   });
 * ```
 */
export function createScreenTask(options: ScreenTaskOptions): ShardTask {
  const { index, source, targets = [], tolerance, validity } = options;
  if (source.kind === "samples" && index === undefined) {
    throw new RangeError("samples need the latent index of the model");
  }
  const roots =
    source.kind === "samples" && index !== undefined && targets.length > 0
      ? selectSeeds(index, targets, { count: source.roots ?? 100, seed: source.seed })
      : undefined;
  const criteria: ScreenCriteria = {
    ...{ validity, targets },
    spreads: index === undefined ? {} : targetSpreads(targets, index),
    tolerance: tolerance ?? Infinity,
    known: index === undefined ? undefined : new Set(index.formulas),
  };
  return {
    name: "screen",
    options: {
      ...{ model: options.identity, source, targets },
      ...{ tolerance: tolerance ?? null, validity: validity ?? null },
    },
    format: { name: "jsonl" },
    run: (input, shard, signal) => screen(input, shard, signal),
  };

  async function* screen(
    input: ShardInput,
    shard: Shard,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<ShardItem, void, undefined> {
    let batch: Wanted[] = [];
    for await (const wanted of listWanted(input, shard)) {
      batch.push(wanted);
      if ((wanted.row + 1) % batchSize !== 0) continue;
      signal?.throwIfAborted();
      for (const candidate of await ask(options.model, batch)) {
        yield screenCandidate(candidate, criteria);
      }
      batch = [];
    }
    for (const candidate of await ask(options.model, batch)) {
      yield screenCandidate(candidate, criteria);
    }
  }

  async function* listWanted(
    input: ShardInput,
    shard: Shard,
  ): AsyncGenerator<Wanted, void, undefined> {
    const { rows } = shard;
    if (source.kind === "samples" && index !== undefined) {
      if (rows === null) throw new RangeError("a shard of samples needs their numbers");
      let row = rows.start;
      const { sampler, seed, scale } = source;
      const range = {
        ...{ index, sampler, seed },
        ...(scale === undefined ? {} : { scale }),
        ...(roots === undefined ? {} : { roots }),
      };
      for (const sample of sampleRange(range, rows)) {
        yield {
          row,
          id: `${sampler}-${seed}-${row}`,
          latent: sample.latent,
          provenance: { roots: sample.roots.join(" "), latent_distance: sample.distance },
        };
        row += 1;
      }
      return;
    }
    let row = input.holds === "shard" ? (rows?.start ?? 0) : 0;
    for await (const { id, latent } of readLatents(input.bytes, options.model.latentSize, row)) {
      if (rows !== null && row >= rows.end) {
        if (input.holds === "all") return;
        throw wrongLength(shard, "more");
      }
      if (rows === null || row >= rows.start) yield { row, id, latent, provenance: {} };
      row += 1;
    }
    if (rows !== null && row < rows.end) throw wrongLength(shard, `only ${row - rows.start}`);
  }
}

/** A latent to ask the model about. */
interface Wanted {
  readonly row: number;
  readonly id: string;
  readonly latent: Float32Array;
  readonly provenance: Readonly<Record<string, string | number>>;
}

async function ask(model: DesignModel, batch: readonly Wanted[]): Promise<readonly Candidate[]> {
  if (batch.length === 0) return [];
  const size = model.latentSize;
  const data = new Float32Array(batchSize * size);
  for (const { row, latent } of batch) data.set(latent, (row % batchSize) * size);
  const latents = { data, shape: [batchSize, size] as const };
  const decoded = await model.decode(latents);
  const numbers = await model.predict(latents);
  const width = model.properties.length;
  return batch.map(({ row, id, provenance }) => {
    const place = row % batchSize;
    const result = decoded[place];
    if (result === undefined || numbers.length !== batchSize * width) {
      throw new RangeError(
        `for ${batchSize} latents the model gave ${decoded.length} crystals and ` +
          `${numbers.length} predictions of ${width} properties`,
      );
    }
    const predicted = Object.fromEntries(
      model.properties.map((name, j) => [name, numbers[place * width + j] ?? Number.NaN]),
    );
    return { row, id, provenance, decoded: result, predicted };
  });
}

function wrongLength({ index, rows }: Shard, found: string): ShardError {
  return new ShardError(
    "SHARDS_INPUT_INCOMPLETE",
    `shard ${index} has ${(rows?.end ?? 0) - (rows?.start ?? 0)} rows, but the input has ${found}`,
    { shards: [index], ...(rows === null ? {} : { rows: [[rows.start, rows.end]] }) },
  );
}
