import { readCsv, readJsonl } from "@ftcp/datasets";
import { readDataset } from "@ftcp/datasets/node";
import { planShards, type ReadShardRecords, type Shard } from "@ftcp/shards";
import { stat } from "node:fs/promises";
import { CliError } from "../cliError.ts";
import type { CommandContext } from "../io/commandContext.ts";
import type { ShardOptions } from "./shardOptions.ts";

/** Where a shard's crystals come from. */
export interface ShardSource {
  /** A path, or the bytes of standard input. */
  readonly input: Uint8Array | string;
  /** Reads them. */
  readonly read: ReadShardRecords;
  /** Which rows are meant. */
  readonly shard: Shard;
}

/**
 * Opens the input of a shard: `-` is standard input and holds the rows of this shard only, a path holds
 * those of the whole job.
 *
 * @param data - the argument of the command
 * @param by - what is divided
 * @param options - which shard
 * @param context - gives standard input
 * @returns the input, its reader, and the shard with its rows
 * @throws {@link CliError} with code `CLI_USAGE` for a folder
 * @throws `DatasetError` when the rows of a file must be counted and it cannot be read
 */
export async function openShardInput(
  data: string,
  by: Shard["by"],
  options: ShardOptions,
  context: CommandContext,
): Promise<ShardSource> {
  const { index, count } = options.shard ?? { index: 0, count: 1 };
  const { inputFormat, rows } = options;
  if (data === "-") {
    const input = await context.readStandardInput();
    const shard = { ...{ index, count, by }, rows: rows ?? null };
    return { input, read: readers[inputFormat], shard };
  }
  if (await isFolder(data)) {
    const message = `${data}: shards are cut of a file; ftcp data convert makes one of a folder`;
    throw new CliError("CLI_USAGE", message, { path: data });
  }
  const readPath = (): ReturnType<ReadShardRecords> =>
    readDataset(data, { lazy: true, signal: context.signal });
  const read = /\.(?:jsonl|ndjson)(?:\.gz)?$/iu.test(data) ? readers.jsonl : readPath;
  if (rows !== undefined) return { input: data, read, shard: { ...{ index, count, by, rows } } };
  const all = { start: 0, end: await countRows(readPath()) };
  const own = by === "formula" ? all : (planShards(all.end, count)[index]?.rows ?? all);
  return { input: data, read, shard: { ...{ index, count, by }, rows: own } };
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false; // whoever opens it says why it cannot be read
  }
}

async function countRows(rows: ReturnType<ReadShardRecords>): Promise<number> {
  const iterator = rows[Symbol.asyncIterator]();
  let count = 0;
  while ((await iterator.next()).done !== true) count += 1;
  return count;
}

const readers: Readonly<Record<ShardOptions["inputFormat"], ReadShardRecords>> = {
  jsonl: (bytes, signal) => readJsonl(bytes, settings(signal)),
  csv: (bytes, signal) => readCsv(bytes, settings(signal)),
  tsv: (bytes, signal) => readCsv(bytes, { delimiter: "\t", ...settings(signal) }),
};

function settings(signal: AbortSignal | undefined): { lazy: true; signal?: AbortSignal } {
  return { lazy: true, ...(signal === undefined ? {} : { signal }) };
}
