import type { FtcpLayout } from "@ftcp/featurize";
import { npyFormat } from "@ftcp/featurize/node";
import type { ShardFormat } from "../task/shardTask.ts";

/** The encoder of `.npy` files; it looks at nothing of a layout but its size. */
export function createNpyEncoder({
  rows,
  columns,
}: Extract<ShardFormat, { readonly name: "npy" }>): ReturnType<
  ReturnType<typeof npyFormat>["createEncoder"]
> {
  return npyFormat().createEncoder({ rows, columns } as FtcpLayout);
}
