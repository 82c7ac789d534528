import { joinShards, manifestPath, writeManifest } from "@ftcp/shards/node";
import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { CliError } from "../cliError.ts";
import { exitCodes } from "../exitCodes.ts";
import { createDirectory } from "../files/createDirectory.ts";
import type { CommandContext } from "../io/commandContext.ts";
import { describeFileError } from "../io/describeFileError.ts";

/** Options of `ftcp merge`. */
export interface MergeOptions {
  /** Joins the outputs to this file. */
  readonly out?: string;
  /** Where the manifest of the whole goes. */
  readonly manifest?: string;
  /** Whether the manifest of the whole is printed as JSON. */
  readonly json?: boolean;
}

/**
 * Runs `ftcp merge`.
 *
 * @param paths - manifests, or folders of them
 * @param options - see {@link MergeOptions}
 * @param context - output and abort
 * @returns the exit code: 1 if an item of the job gave an error
 * @throws `ShardError` when shards are missing, doubled, damaged or of another job
 */
export async function runMerge(
  paths: readonly string[],
  options: MergeOptions,
  context: CommandContext,
): Promise<number> {
  const { out } = options;
  const manifestOut = options.manifest ?? (out === undefined ? undefined : manifestPath(out));
  const found = (await Promise.all(paths.map((path) => listManifests(path)))).flat();
  // The manifest of an earlier merge is no shard.
  const manifests = found.filter((path) => path !== manifestOut);
  for (const path of [out, manifestOut]) {
    if (path !== undefined) await createDirectory(dirname(path));
  }
  const progress = context.startProgress("merging", manifests.length);
  const whole = await joinShards(manifests, {
    ...(out === undefined ? {} : { out }),
    signal: context.signal,
    onProgress: (done) => {
      progress.update(done);
    },
  });
  progress.stop();
  if (manifestOut !== undefined) await writeManifest(manifestOut, whole);
  if (options.json === true) {
    context.print(JSON.stringify(whole));
  } else {
    const { read, written, failed, rejected } = whole.counts;
    context.print(
      `${out ?? manifestOut ?? "in order"}: ${whole.shards.length} shards: ${read} read, ` +
        `${written} written, ${failed} failed, ${rejected} left out`,
    );
    for (const [code, count] of Object.entries(whole.errors)) {
      context.note(`ftcp: warning: ${code}: ${count}`);
    }
  }
  return whole.counts.failed === 0 ? exitCodes.ok : exitCodes.dataProblems;
}

async function listManifests(path: string): Promise<readonly string[]> {
  if (path.endsWith(".json")) return [path];
  try {
    const names = await readdir(path);
    const manifests = names.filter((name) => name.endsWith(".manifest.json")).sort();
    return manifests.map((name) => join(path, name));
  } catch (cause) {
    throw new CliError("CLI_READ_FAILED", `${path}: ${describeFileError(cause)}`, { cause, path });
  }
}
