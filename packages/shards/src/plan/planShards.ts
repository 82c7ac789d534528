import type { Shard } from "./shard.ts";

/**
 * Cuts a job into shards of like size: shard `i` of `n` has the rows from `⌊i·total/n⌋` to
 * `⌊(i+1)·total/n⌋`.
 *
 * @param total - rows of the whole job: crystals of a dataset, or samples of a screening
 * @param count - how many shards; at least 1
 * @returns the shards, which together have every row once; none is empty unless `count > total`
 * @throws RangeError when a number is out of range
 *
 * @example
 * ```ts
 * import { planShards } from "@ftcp/shards";
 *
 * planShards(10, 3).map(({ rows }) => rows); // 0 to 3, 3 to 6, 6 to 10
 * ```
 */
export function planShards(
  total: number,
  count: number,
): readonly (Shard & {
  /** The rows of the shard. */
  readonly rows: NonNullable<Shard["rows"]>;
})[] {
  if (!Number.isSafeInteger(total) || total < 0) {
    throw new RangeError(`total must be a whole number from 0 on, received ${total}`);
  }
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new RangeError(`count must be a whole number from 1 on, received ${count}`);
  }
  // In whole numbers, as total * count may be beyond the safe integers.
  const size = Math.floor(total / count);
  const rest = total % count;
  const startOf = (index: number): number =>
    index * size + Number((BigInt(index) * BigInt(rest)) / BigInt(count));
  return Array.from({ length: count }, (_, index) => ({
    index,
    count,
    by: "rows",
    rows: { start: startOf(index), end: startOf(index + 1) },
  }));
}
