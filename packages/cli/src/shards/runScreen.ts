import { parseTarget, type SamplerName } from "@ftcp/sampling";
import { createScreenTask, planShards, type RowRange, type ScreenSource } from "@ftcp/shards";
import { createHash } from "node:crypto";
import { CliError } from "../cliError.ts";
import type { EngineName } from "../engine/engineName.ts";
import { startEngine } from "../engine/startEngine.ts";
import type { CommandContext } from "../io/commandContext.ts";
import { loadModel } from "../model/loadModel.ts";
import { finishShard } from "./finishShard.ts";
import type { ShardOptions } from "./shardOptions.ts";

/** Options of `ftcp screen`. */
export interface ScreenOptions extends ShardOptions {
  /** Folder of the model, or name of a bundled one. */
  readonly model?: string;
  /** How latents are sampled. */
  readonly sampler: SamplerName;
  /** Decides all samples of the job. */
  readonly seed: number;
  /** Standard deviation of the noise. */
  readonly scale?: number;
  /** Numbers of the samples of the whole job. */
  readonly samples?: RowRange;
  /** What is wanted. */
  readonly target?: readonly string[];
  /** Largest distance from each target. */
  readonly tolerance?: number;
  /** How many known crystals near the targets to start from. */
  readonly roots?: number;
  /** Where the network runs. */
  readonly engine: EngineName;
}

/**
 * Runs `ftcp screen`.
 *
 * @param latents - a file of latents, `-`, or nothing for samples
 * @param options - see {@link ScreenOptions}
 * @param context - output and abort
 * @returns the exit code
 * @throws {@link CliError} with code `CLI_USAGE` when there is neither a range of samples nor a file of
 *   latents, or both; what loading a model throws, and `ShardError`
 */
export async function runScreen(
  latents: string | undefined,
  options: ScreenOptions,
  context: CommandContext,
): Promise<number> {
  const { samples, sampler, seed, scale, roots, target, tolerance, rows } = options;
  if ((latents === undefined) === (samples === undefined)) {
    throw new CliError("CLI_USAGE", "screen takes a file of latents, or --samples a:b");
  }
  const { index, count } = options.shard ?? { index: 0, count: 1 };
  const input = latents === "-" ? await context.readStandardInput() : latents;
  const by = "rows" as const;
  let shard = { index, count, by, rows: rows ?? null };
  if (samples !== undefined && rows === undefined) {
    const own = planShards(samples.end - samples.start, count)[index]?.rows ?? samples;
    const moved = { start: own.start + samples.start, end: own.end + samples.start };
    shard = { index, count, by, rows: moved };
  } else if (count > 1 && typeof input === "string" && rows === undefined) {
    throw new CliError("CLI_USAGE", "several shards of a file of latents need --rows a:b");
  }

  await startEngine(options.engine);
  const loaded = await loadModel(options.model);
  const { name, model } = loaded;
  try {
    const known = samples === undefined ? undefined : await loaded.readIndex();
    const bytes = await model.toBytes();
    const identity = {
      ...{ name, sha256: createHash("sha256").update(bytes).digest("hex") },
      engine: options.engine,
    };
    const targets = (target ?? []).map((text) => parseTarget(text, model.properties));
    const source: ScreenSource =
      samples === undefined
        ? { kind: "latents" }
        : {
            kind: "samples",
            ...{ sampler, seed },
            ...(scale === undefined ? {} : { scale }),
            ...(roots === undefined ? {} : { roots }),
          };
    const task = createScreenTask({
      ...{ model, identity, source, targets },
      ...(known === undefined ? {} : { index: known }),
      ...(tolerance === undefined ? {} : { tolerance }),
    });
    const place = { shard, ...(input === undefined ? {} : { input }) };
    return await finishShard(task, place, options, context);
  } finally {
    model.dispose();
  }
}
