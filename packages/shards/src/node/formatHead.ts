import type { ShardFormat } from "../task/shardTask.ts";
import { createNpyEncoder } from "./createNpyEncoder.ts";

/**
 * Head of a file in a format; its length does not depend on the number of items, so that files of
 * shards can be joined without being read item by item.
 *
 * @param format - the format
 * @param items - how many items the file has
 * @returns the first bytes of the file
 */
export function formatHead(format: ShardFormat, items: number): Uint8Array {
  if (format.name === "jsonl") return new Uint8Array();
  const encoder = createNpyEncoder(format);
  encoder.restore([items]);
  return encoder.end().patches[0]?.bytes ?? new Uint8Array();
}
