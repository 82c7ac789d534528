import { InvalidArgumentError } from "commander";

/**
 * Reads which shard of how many: `0/16` is the first of sixteen.
 *
 * @param text - two whole numbers with a slash
 * @returns the number of the shard, from 0, and how many there are
 */
export function parseShardNumber(text: string): { readonly index: number; readonly count: number } {
  const match = /^(\d+)\/(\d+)$/u.exec(text);
  const index = Number(match?.[1] ?? Number.NaN);
  const count = Number(match?.[2] ?? Number.NaN);
  if (!(Number.isSafeInteger(count) && index < count)) {
    throw new InvalidArgumentError("It takes a number from 0 on and the number of shards (0/16).");
  }
  return { index, count };
}
