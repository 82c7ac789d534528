import { rm } from "node:fs/promises";
import { createReadStream } from "node:fs";
import { createHash } from "node:crypto";
import { basename } from "node:path";
import type {
  ContentHash,
  ShardCounts,
  ShardFailure,
  ShardManifest,
  ShardTool,
} from "../manifest/shardManifest.ts";
import { toCanonicalJson } from "../manifest/toCanonicalJson.ts";
import type { Shard } from "../plan/shard.ts";
import { ShardError, type ShardErrorCode } from "../shardError.ts";
import type { ShardTask } from "../task/shardTask.ts";
import { BufferedWriter } from "./bufferedWriter.ts";
import { formatHead } from "./formatHead.ts";
import { formatTensor } from "./formatTensor.ts";
import { hashFile } from "./hashFile.ts";
import { manifestPath } from "./manifestPath.ts";
import { toFileError } from "./toFileError.ts";
import { verifyShard } from "./verifyShard.ts";
import { writeManifest } from "./writeManifest.ts";
import { writeWhole } from "./writeWhole.ts";

/** How far a shard has come. */
export interface ShardProgress {
  /** Items of the input that are finished. */
  readonly read: number;
  /** Items in the output. */
  readonly written: number;
}

/** Settings of {@link runShard}. */
export interface RunShardOptions {
  /** What to do. */
  readonly task: ShardTask;
  /** Version of the program; shards of two versions are not merged. */
  readonly version: string;
  /** Which part of the job. */
  readonly shard: Shard;
  /**
   * The input: bytes are the rows of this shard, a path is a file with the rows of the whole job when
   * `shard.rows` are known, else with those of this shard. Absent where the task needs none.
   */
  readonly input?: Uint8Array | string;
  /** SHA-256 that the input must have, where the sender has told it. */
  readonly inputSha256?: string;
  /** The output; its manifest is put beside it. */
  readonly out: string;
  /** Stops the work; nothing is left behind. */
  readonly signal?: AbortSignal;
  /** Called after each item. */
  readonly onProgress?: (progress: ShardProgress) => void;
}

/** What {@link runShard} has done. */
export interface ShardReport {
  /** The manifest, which lies beside the output. */
  readonly manifest: ShardManifest;
  /** Whether the shard was finished before, and nothing was done. */
  readonly wasDone: boolean;
  /** Why an earlier output was not taken for the finished shard, if there was one. */
  readonly replaced?: ShardErrorCode;
}

/**
 * Runs a task on a shard: reads the input, writes one output and then its manifest.
 *
 * @param options - task, shard, input and output
 * @returns the manifest, and whether there was anything to do
 * @throws `ShardError` with code `SHARDS_INPUT_CHANGED` when the input is not that of `inputSha256`, or
 *   changes while it is read, `SHARDS_INPUT_INCOMPLETE`, `SHARDS_READ_FAILED`, `SHARDS_MISSING` when the
 *   input is not there, `SHARDS_WRITE_FAILED`; what the task throws, and the signal's reason
 *
 * @remarks
 * Idempotent: it may run any number of times, also at the same time on two machines with one folder.
 * A shard is finished when its manifest is there and the output has the hash that it tells; then nothing
 * is done again. Both files are written under other names and renamed when the disk has them, the
 * manifest last, so a process that is killed leaves no half file that could be taken for a whole one.
 * Every run of a shard gives the same bytes, manifest included.
 *
 * Gives the event loop a turn every 50 ms, so that a queue can renew its lock.
 *
 * @example
 * ```ts
 * import { createLayout } from "@ftcp/featurize";
 * import { createFeaturizeTask, planShards } from "@ftcp/shards";
 * import { runShard } from "@ftcp/shards/node";
 *
 * const task = createFeaturizeTask({ layout: createLayout() });
 * for (const shard of planShards(25_276, 26)) {
 *   await runShard({ task, version: "1", shard, input: "all.jsonl", out: `X-${shard.index}.npy` });
 * }
 * ```
 */
export async function runShard(options: RunShardOptions): Promise<ShardReport> {
  const { task, version, shard, input, inputSha256, out, signal } = options;
  signal?.throwIfAborted();
  const holds = typeof input === "string" && shard.rows !== null ? "all" : "shard";
  const inputHash = { ...(await hashInput(input, signal)), holds } as const;
  if (inputSha256 !== undefined && inputSha256 !== inputHash.sha256) throw changed(shard.index);
  const tool: ShardTool = { name: task.name, version, options: task.options };
  const identity = toCanonicalJson({ tool, shard, input: inputHash, format: task.format });

  const earlier = await findFinished(out, identity);
  if (typeof earlier === "object") return { manifest: earlier, wasDone: true };

  const tally = new Tally();
  let finished: ShardManifest | undefined;
  let manifest: ShardManifest | undefined;
  await writeWhole(
    out,
    async (file) => {
      const writer = new BufferedWriter(file);
      await writer.write(formatHead(task.format, 0));
      const bytes = openInput(input, inputHash, shard.index);
      let turn = performance.now();
      for await (const item of task.run({ bytes, holds }, shard, signal)) {
        signal?.throwIfAborted();
        tally.read += 1;
        switch (item.kind) {
          case "line":
            await writer.write(Buffer.from(`${item.text}\n`));
            tally.written += 1;
            break;
          case "tensor":
            for (const piece of formatTensor(item.data, task.format)) await writer.write(piece);
            tally.ids.push(item.id);
            tally.written += 1;
            break;
          case "failed":
            tally.failures.push(item.failure);
            break;
          case "rejected":
            tally.reject(item.reason);
        }
        options.onProgress?.({ read: tally.read, written: tally.written });
        if (performance.now() - turn > 50) {
          await new Promise((resolve) => setTimeout(resolve, 0));
          turn = performance.now();
        }
      }
      await writer.flush();
      await writer.writeAt(formatHead(task.format, tally.written), 0);
    },
    async (temporary) => {
      manifest = {
        ...{ kind: "ftcp-shard", version: 1, tool, shard, input: inputHash },
        ...tally.summary(),
        ...(task.format.name === "npy" ? { ids: tally.ids } : {}),
        output: {
          ...{ file: basename(out), format: task.format },
          ...(await hashFile(temporary, signal)),
        },
      };
      // Another worker may have been faster; what it wrote stays.
      const now = await findFinished(out, identity);
      finished = typeof now === "object" ? now : undefined;
      if (finished !== undefined) return false;
      await removeManifest(out);
      return true;
    },
  );
  if (finished !== undefined) return { manifest: finished, wasDone: true };
  if (manifest === undefined) throw new Error("the shard ended without a manifest");
  await writeManifest(manifestPath(out), manifest);
  return { manifest, wasDone: false, ...(earlier === undefined ? {} : { replaced: earlier }) };
}

/** Counts what became of the items. */
class Tally {
  read = 0;
  written = 0;
  readonly ids: string[] = [];
  readonly failures: ShardFailure[] = [];
  readonly #rejected = new Map<string, number>();

  reject(reason: string): void {
    this.#rejected.set(reason, (this.#rejected.get(reason) ?? 0) + 1);
  }

  summary(): Pick<ShardManifest, "errors" | "rejected" | "failures"> & { counts: ShardCounts } {
    const errors = new Map<string, number>();
    for (const { code } of this.failures) errors.set(code, (errors.get(code) ?? 0) + 1);
    const failed = this.failures.length;
    const rejected = [...this.#rejected.values()].reduce((sum, count) => sum + count, 0);
    return {
      counts: { read: this.read, written: this.written, failed, rejected },
      errors: sortByName(errors),
      rejected: sortByName(this.#rejected),
      failures: this.failures,
    };
  }
}

function sortByName(counts: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The manifest of a finished shard of the same identity, or why there is none. */
async function findFinished(
  out: string,
  identity: string,
): Promise<ShardManifest | ShardErrorCode | undefined> {
  try {
    const manifest = await verifyShard(out);
    const { tool, shard, input, output } = manifest;
    const found = toCanonicalJson({ tool, shard, input, format: output.format });
    return found === identity ? manifest : "SHARDS_MISMATCH";
  } catch (error) {
    // Whatever is wrong with an earlier output, it is made anew; the report says what it was.
    if (!(error instanceof ShardError)) throw error;
    return error.code === "SHARDS_MISSING" ? undefined : error.code;
  }
}

async function removeManifest(out: string): Promise<void> {
  try {
    await rm(manifestPath(out), { force: true });
  } catch (cause) {
    throw toFileError(cause, "SHARDS_WRITE_FAILED", manifestPath(out));
  }
}

async function hashInput(
  input: Uint8Array | string | undefined,
  signal: AbortSignal | undefined,
): Promise<ContentHash> {
  if (typeof input === "string") return hashFile(input, signal);
  const bytes = input ?? new Uint8Array();
  return { bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
}

/** Reads the input again, and looks at its end whether it was the same. */
async function* openInput(
  input: Uint8Array | string | undefined,
  expected: ContentHash,
  index: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (typeof input !== "string") {
    if (input !== undefined) yield input;
    return;
  }
  const hash = createHash("sha256");
  try {
    for await (const chunk of createReadStream(input, { highWaterMark: 1 << 17 })) {
      hash.update(chunk as Uint8Array);
      yield chunk as Uint8Array;
    }
  } catch (cause) {
    throw toFileError(cause, "SHARDS_READ_FAILED", input);
  }
  // A task that has all its rows stops before; the end is only seen by those who read so far.
  if (hash.digest("hex") !== expected.sha256) throw changed(index);
}

function changed(index: number): ShardError {
  return new ShardError(
    "SHARDS_INPUT_CHANGED",
    `the input of shard ${index} is not the one that was announced`,
    { shards: [index] },
  );
}
