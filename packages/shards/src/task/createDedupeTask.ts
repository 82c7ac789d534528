import { compositionOf, reducedFormula, type MatchOptions } from "@ftcp/crystal";
import { removeDuplicates, type CrystalRecord } from "@ftcp/datasets";
import type { Shard } from "../plan/shard.ts";
import { bucketOf } from "./bucketOf.ts";
import { describeFailure } from "./describeFailure.ts";
import { formatRow, keyColumns } from "./formatRow.ts";
import { readLazyJsonl } from "./readLazyJsonl.ts";
import { readShardRows, type ReadShardRecords } from "./readShardRows.ts";
import type { ShardInput, ShardItem, ShardTask } from "./shardTask.ts";

/** Settings of {@link createDedupeTask}. */
export interface DedupeTaskOptions {
  /** Largest relative difference in volume per atom of equal crystals; 0.1 by default. */
  readonly volumeTolerance?: number;
  /** Tolerances of the structure matcher. */
  readonly tolerances?: MatchOptions;
  /** Reads the input; JSON Lines by default. */
  readonly read?: ReadShardRecords;
}

/**
 * Makes the task that leaves out crystals that repeat an earlier one, for shards by formula.
 *
 * @param options - tolerances and reader
 * @returns the task; its lines keep the order of the rows, and have `ftcp_row` and `ftcp_formula`
 *
 * @remarks
 * Equal crystals have one reduced formula, and {@link bucketOf} gives all crystals of a formula to one
 * shard. So all shards together keep exactly what `removeDuplicates` keeps of the whole, for every
 * number of shards. A row that cannot be read has no formula; the shard with number `row mod count`
 * reports it. Rows of other shards are passed over and not counted. Of rows that {@link createKeyTask}
 * wrote, `ftcp_row` is the number, and they must come in its order.
 *
 * @example
 * ```ts
 * import { createDedupeTask } from "@ftcp/shards";
 * import { runShard } from "@ftcp/shards/node";
 *
 * const shard = { index: 0, count: 1, by: "formula", rows: null } as const;
 * const task = createDedupeTask();
 * await runShard({ task, version: "1", shard, input: "all.jsonl", out: "unique.jsonl" });
 * ```
 */
export function createDedupeTask(options: DedupeTaskOptions = {}): ShardTask {
  const { volumeTolerance = 0.1, tolerances, read = readLazyJsonl } = options;
  return {
    name: "dedupe",
    options: { volumeTolerance, tolerances: tolerances ?? null },
    format: { name: "jsonl" },
    run: (input, shard, signal) => {
      if (shard.by !== "formula") throw new RangeError("dedupe takes shards by formula");
      return dedupe(input, shard, { ...options, volumeTolerance, read }, signal);
    },
  };
}

/** A record that remembers where it stood. */
interface PlacedRecord extends CrystalRecord {
  readonly row: number;
  readonly formula: string;
}

async function* dedupe(
  input: ShardInput,
  shard: Shard,
  options: DedupeTaskOptions & { readonly read: ReadShardRecords },
  signal: AbortSignal | undefined,
): AsyncGenerator<ShardItem, void, undefined> {
  // What the records were passed on as; removeDuplicates lets through some of them, in order.
  const waiting: ShardItem[] = [];
  async function* takeOwn(): AsyncGenerator<PlacedRecord, void, undefined> {
    for await (const { row: position, result } of readShardRows(
      input,
      shard,
      options.read,
      signal,
    )) {
      const record = result.ok ? result.value : undefined;
      const row = record?.properties[keyColumns.row] ?? position;
      let formula: string;
      try {
        if (!result.ok) throw result.error;
        formula = reducedFormula(compositionOf(result.value.structure));
      } catch (error) {
        if (row % shard.count === shard.index) {
          waiting.push({ kind: "failed", failure: describeFailure(error, row, record?.id) });
        }
        continue;
      }
      if (record === undefined || bucketOf(formula, shard.count) !== shard.index) continue;
      yield Object.defineProperties({} as PlacedRecord, {
        ...Object.getOwnPropertyDescriptors(record),
        row: { value: row },
        formula: { value: formula },
      });
    }
  }
  const unique = removeDuplicates(takeOwn(), {
    ...(options.volumeTolerance === undefined ? {} : { volumeTolerance: options.volumeTolerance }),
    ...(options.tolerances === undefined ? {} : { tolerances: options.tolerances }),
    onDuplicate: () => {
      waiting.push({ kind: "rejected", reason: "duplicate" });
    },
  });
  for await (const result of unique) {
    yield* waiting.splice(0);
    if (!result.ok) throw result.error;
    const record = result.value as PlacedRecord;
    yield { kind: "line", text: formatRow(record, record) };
  }
  yield* waiting.splice(0);
}
