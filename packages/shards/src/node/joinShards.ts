import { createReadStream } from "node:fs";
import { createHash } from "node:crypto";
import { basename, dirname, join } from "node:path";
import { mergeManifests } from "../manifest/mergeManifests.ts";
import type { ShardManifest } from "../manifest/shardManifest.ts";
import type { ShardSetManifest } from "../manifest/shardSetManifest.ts";
import { ShardError } from "../shardError.ts";
import { BufferedWriter } from "./bufferedWriter.ts";
import { formatHead } from "./formatHead.ts";
import { hashFile } from "./hashFile.ts";
import { readManifest } from "./readManifest.ts";
import { toFileError } from "./toFileError.ts";
import { checkOutput, damaged } from "./verifyShard.ts";
import { writeWhole } from "./writeWhole.ts";

/** Settings of {@link joinShards}. */
export interface JoinShardsOptions {
  /** Joins the outputs to this file; without it they are only checked. */
  readonly out?: string;
  /** Stops the work; nothing is left behind. */
  readonly signal?: AbortSignal;
  /** Called after each shard. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Checks that all shards of a job are there, each once and undamaged, and joins their outputs.
 *
 * @param manifests - paths of all manifests, in any order; the outputs lie beside them
 * @param options - whether to join, and where to
 * @returns the manifest of the whole, which {@link writeManifest} writes
 * @throws `ShardError` with code `SHARDS_MISSING`, `SHARDS_DOUBLED`, `SHARDS_MISMATCH`,
 *   `SHARDS_DAMAGED`, `SHARDS_INVALID_MANIFEST`, `SHARDS_READ_FAILED` or `SHARDS_WRITE_FAILED`; then `out`
 *   is as it was before
 *
 * @remarks
 * The joined file has the bytes that one shard with all rows has, however the job was cut. Outputs of
 * shards by rows are put behind each other, those of shards by formula are merged by `ftcp_row`. Every
 * output is read once, and compared with its hash on the way.
 *
 * @example
 * ```ts
 * import { joinShards, writeManifest } from "@ftcp/shards/node";
 *
 * const paths = ["X-0.npy.manifest.json", "X-1.npy.manifest.json"];
 * await writeManifest("X.npy.manifest.json", await joinShards(paths, { out: "X.npy" }));
 * ```
 */
export async function joinShards(
  manifests: readonly string[],
  options: JoinShardsOptions = {},
): Promise<ShardSetManifest> {
  const { out, signal, onProgress } = options;
  const parts: Part[] = [];
  for (const path of manifests) {
    signal?.throwIfAborted();
    const manifest = await readManifest(path);
    if (manifest.kind !== "ftcp-shard") {
      throw new ShardError("SHARDS_INVALID_MANIFEST", `${path}: not the manifest of one shard`, {
        file: path,
      });
    }
    if (!path.endsWith(`${manifest.output.file}.manifest.json`)) {
      throw new ShardError("SHARDS_DAMAGED", `${path}: it is that of ${manifest.output.file}`, {
        file: path,
      });
    }
    // Of ten thousand manifests only what is needed stays in memory: ids alone may be gigabytes.
    const { ids = [], ...rest } = manifest;
    const kept = { ...rest, failures: [], ...(out === undefined ? {} : { ids }) };
    parts.push({ manifest: kept, output: join(dirname(path), manifest.output.file) });
  }
  const whole = mergeManifests(parts.map(({ manifest }) => manifest));
  parts.sort((a, b) => a.manifest.shard.index - b.manifest.shard.index);
  const total = parts.length;
  if (out === undefined) {
    for (const [done, { manifest, output }] of parts.entries()) {
      signal?.throwIfAborted();
      await checkOutput(output, manifest.output, manifest.shard.index);
      onProgress?.(done + 1, total);
    }
    return whole;
  }
  const format = parts[0]?.manifest.output.format ?? { name: "jsonl" };
  let joined: ShardSetManifest = whole;
  await writeWhole(
    out,
    async (file) => {
      const writer = new BufferedWriter(file);
      const head = formatHead(format, whole.counts.written);
      await writer.write(head);
      if (whole.by === "formula") {
        for await (const line of mergeByRow(parts)) {
          signal?.throwIfAborted();
          await writer.write(Buffer.from(line));
        }
        onProgress?.(total, total);
      } else {
        for (const [done, part] of parts.entries()) {
          for await (const chunk of readChecked(part, head.length)) {
            signal?.throwIfAborted();
            await writer.write(chunk);
          }
          onProgress?.(done + 1, total);
        }
      }
      await writer.flush();
    },
    async (temporary) => {
      const ids = parts.flatMap(({ manifest }) => manifest.ids ?? []);
      joined = {
        ...whole,
        output: { file: basename(out), format, ...(await hashFile(temporary, signal)) },
        ...(format.name === "npy" ? { ids } : {}),
      };
      return true;
    },
  );
  return joined;
}

interface Part {
  readonly manifest: ShardManifest;
  readonly output: string;
}

/** The bytes of an output behind its head; the last step throws when they are not the right ones. */
async function* readChecked(
  { manifest, output }: Part,
  head: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { index } = manifest.shard;
  const hash = createHash("sha256");
  let position = 0;
  try {
    for await (const piece of createReadStream(output, { highWaterMark: 1 << 20 })) {
      const chunk = piece as Uint8Array;
      hash.update(chunk);
      const skipped = Math.min(Math.max(0, head - position), chunk.length);
      position += chunk.length;
      if (skipped < chunk.length) yield chunk.subarray(skipped);
    }
  } catch (cause) {
    throw toFileError(cause, "SHARDS_READ_FAILED", output);
  }
  const { bytes, sha256 } = manifest.output;
  if (position !== bytes || hash.digest("hex") !== sha256) {
    throw damaged(output, index, position, bytes);
  }
}

/** All lines of all outputs by their `ftcp_row`, which ascends in each of them. */
async function* mergeByRow(parts: readonly Part[]): AsyncGenerator<string, void, undefined> {
  const streams = await Promise.all(
    parts.map(async (part) => {
      const lines = readRowLines(part);
      return { lines, next: await lines.next() };
    }),
  );
  try {
    for (;;) {
      let first: (typeof streams)[number] | undefined;
      let row = Infinity;
      for (const stream of streams) {
        if (stream.next.done === true || stream.next.value.row >= row) continue;
        first = stream;
        row = stream.next.value.row;
      }
      if (first === undefined || first.next.done === true) return;
      yield first.next.value.text;
      first.next = await first.lines.next();
    }
  } finally {
    for (const { lines } of streams) await lines.return();
  }
}

interface RowLine {
  readonly row: number;
  readonly text: string;
}

async function* readRowLines(part: Part): AsyncGenerator<RowLine, void, undefined> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const chunk of readChecked(part, 0)) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const row = /^\{"ftcp_row":(\d+)[,}]/u.exec(line)?.[1];
      if (row === undefined) {
        const message = `${part.output}: a line does not begin with its ftcp_row`;
        throw new ShardError("SHARDS_DAMAGED", message, { file: part.output });
      }
      yield { row: Number(row), text: `${line}\n` };
    }
  }
}
