import type { ShardFormat } from "../task/shardTask.ts";
import { createNpyEncoder } from "./createNpyEncoder.ts";

/** The bytes of a tensor in a `.npy` file. */
export function formatTensor(data: Float32Array, format: ShardFormat): readonly Uint8Array[] {
  if (format.name !== "npy" || data.length !== format.rows * format.columns) {
    throw new RangeError(`a tensor of ${data.length} numbers does not fit the format of the shard`);
  }
  const block = { data: new Float32Array(data), ids: [""], indices: [0] };
  return createNpyEncoder(format).encode(block);
}
