import type { RecordResult } from "@ftcp/datasets";
import type { Shard } from "../plan/shard.ts";
import { ShardError } from "../shardError.ts";
import type { ShardInput } from "./shardTask.ts";

/** Turns bytes into crystals: `readJsonl`, `readCsv` or another reader; best told `lazy`. */
export type ReadShardRecords = (
  bytes: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
) => AsyncIterable<RecordResult>;

/** A row of a shard. */
export interface ShardRow {
  /** Its number in the whole job, from 0. */
  readonly row: number;
  /** The crystal, or why there is none. */
  readonly result: RecordResult;
}

/**
 * Reads the rows of a shard.
 *
 * @param input - the rows of the shard, or of the whole job
 * @param shard - which rows it has
 * @param read - the reader
 * @param signal - stops the reading
 * @returns the rows with their numbers
 * @throws {@link ShardError} with code `SHARDS_INPUT_INCOMPLETE` when the input ends too early, or, where
 *   it should hold the rows of this shard only, has more of them
 * @throws `DatasetError` when the input breaks off, which would otherwise pass for its end
 */
export async function* readShardRows(
  input: ShardInput,
  shard: Shard,
  read: ReadShardRecords,
  signal: AbortSignal | undefined,
): AsyncGenerator<ShardRow, void, undefined> {
  const { rows } = shard;
  let row = input.holds === "shard" ? (rows?.start ?? 0) : 0;
  if (rows !== null && input.holds === "all" && rows.start === rows.end) return;
  for await (const result of read(input.bytes, signal)) {
    if (!result.ok && endsInput.has(result.error.code)) throw result.error;
    if (rows !== null && row === rows.end) throw wrongLength(shard, "more");
    if (rows === null || row >= rows.start) yield { row, result };
    row += 1;
    if (rows !== null && input.holds === "all" && row === rows.end) return;
  }
  if (rows !== null && row < rows.end) throw wrongLength(shard, `only ${row - rows.start}`);
}

/** Errors of the source as a whole; readers give them as a last result. */
const endsInput: ReadonlySet<string> = new Set([
  "DATASETS_DAMAGED_GZIP",
  "DATASETS_UNREADABLE_FILE",
]);

function wrongLength({ index, rows }: Shard, found: string): ShardError {
  const [start, end] = [rows?.start ?? 0, rows?.end ?? 0];
  return new ShardError(
    "SHARDS_INPUT_INCOMPLETE",
    `shard ${index} has ${end - start} rows, from ${start} to ${end - 1}, but the input has ${found}`,
    { shards: [index], rows: [[start, end]] },
  );
}
