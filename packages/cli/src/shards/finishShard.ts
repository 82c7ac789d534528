import type { Shard, ShardTask } from "@ftcp/shards";
import { manifestPath, runShard } from "@ftcp/shards/node";
import { dirname } from "node:path";
import { exitCodes } from "../exitCodes.ts";
import { createDirectory } from "../files/createDirectory.ts";
import type { CommandContext } from "../io/commandContext.ts";
import { readVersion } from "../readVersion.ts";
import type { ShardOptions } from "./shardOptions.ts";

/**
 * Runs a task on a shard, and tells what came of it.
 *
 * @param task - what to do
 * @param source - the shard, and its input if it has one
 * @param options - output and form of the report
 * @param context - output and abort
 * @returns the exit code: 1 if an item gave an error; the others are in the output
 * @throws `ShardError`
 */
export async function finishShard(
  task: ShardTask,
  source: { readonly shard: Shard; readonly input?: Uint8Array | string },
  options: ShardOptions,
  context: CommandContext,
): Promise<number> {
  const { out, inputSha256 } = options;
  const { shard, input } = source;
  await createDirectory(dirname(out));
  const total = shard.rows === null ? 1 : shard.rows.end - shard.rows.start;
  const progress = context.startProgress(task.name, total);
  try {
    const { manifest, wasDone, replaced } = await runShard({
      ...{ task, version: readVersion(), shard, out, signal: context.signal },
      ...(input === undefined ? {} : { input }),
      ...(inputSha256 === undefined ? {} : { inputSha256 }),
      onProgress: ({ read, written }) => {
        if (shard.rows !== null) progress.update(read, `${written} written`);
      },
    });
    progress.stop();
    if (replaced !== undefined) context.note(`ftcp: warning: ${replaced}: ${out} was made anew`);
    const { counts, errors, failures } = manifest;
    if (options.json === true) {
      context.print(JSON.stringify({ out, manifest: manifestPath(out), wasDone, ...manifest }));
    } else {
      const { read, written, failed, rejected } = counts;
      context.print(
        `${out}: shard ${shard.index} of ${shard.count}: ${read} read, ${written} written, ` +
          `${failed} failed, ${rejected} left out${wasDone ? "; it was finished before" : ""}`,
      );
      for (const { code, message } of failures.slice(0, shown)) {
        context.note(`ftcp: warning: ${code}: ${message}`);
      }
      if (counts.failed > shown) {
        const codes = Object.entries(errors).map(([code, count]) => `${count} ${code}`);
        context.note(`ftcp: warning: in all ${codes.join(", ")}; see ${manifestPath(out)}`);
      }
    }
    return counts.failed === 0 ? exitCodes.ok : exitCodes.dataProblems;
  } finally {
    progress.stop();
  }
}

const shown = 3;
