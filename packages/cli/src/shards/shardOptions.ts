import type { RowRange } from "@ftcp/shards";

/** Options of every command that works on shards. */
export interface ShardOptions {
  /** Which shard of how many. */
  readonly shard?: { readonly index: number; readonly count: number };
  /** Its rows. */
  readonly rows?: RowRange;
  /** SHA-256 that the input must have. */
  readonly inputSha256?: string;
  /** Format of standard input. */
  readonly inputFormat: "jsonl" | "csv" | "tsv";
  /** The output. */
  readonly out: string;
  /** Whether the manifest is printed as JSON. */
  readonly json?: boolean;
}
