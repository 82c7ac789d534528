import type { Shard } from "../plan/shard.ts";
import type { ShardFormat } from "../task/shardTask.ts";

/** What made an output. */
export interface ShardTool {
  /** Name of the task, for example `featurize`. */
  readonly name: string;
  /** Version of the program. */
  readonly version: string;
  /** Everything that, together with the input and the version, decides the output; JSON. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** A file, or a stream, that was seen as a whole. */
export interface ContentHash {
  /** Its size. */
  readonly bytes: number;
  /** SHA-256 of all its bytes, in hexadecimal. */
  readonly sha256: string;
}

/** How many items came how far: `read = written + failed + rejected`. */
export interface ShardCounts {
  /** Items of the input: rows, latents or samples. */
  readonly read: number;
  /** Items in the output. */
  readonly written: number;
  /** Items that gave an error. */
  readonly failed: number;
  /** Items left out on purpose: a crystal that fails a check, or repeats another. */
  readonly rejected: number;
}

/** An item that gave an error. */
export interface ShardFailure {
  /** Its row in the whole job, from 0. */
  readonly row: number;
  /** Its id, where it is known. */
  readonly id?: string;
  /** Code of the error. */
  readonly code: string;
  /** What the error says. */
  readonly message: string;
}

/**
 * Says what one shard was made of, by what, and what came out; the file `NAME.manifest.json` beside
 * the output `NAME`.
 *
 * @remarks
 * It holds no time, no path and no name of a machine: the same shard has the same manifest to the
 * byte, wherever and however often it is run.
 */
export interface ShardManifest {
  /** Always `"ftcp-shard"`. */
  readonly kind: "ftcp-shard";
  /** Always 1. */
  readonly version: 1;
  /** What made the output. */
  readonly tool: ShardTool;
  /** Which part of the job this is. */
  readonly shard: Shard;
  /** The input as it was read; no bytes where there is none. */
  readonly input: ContentHash & {
    /** Whether it holds the rows of this shard only, or all rows of the job. */
    readonly holds: "shard" | "all";
  };
  /** How many items came how far. */
  readonly counts: ShardCounts;
  /** Items that gave an error, by its code. */
  readonly errors: Readonly<Record<string, number>>;
  /** Items left out on purpose, by the reason. */
  readonly rejected: Readonly<Record<string, number>>;
  /** Each item that gave an error, in order. */
  readonly failures: readonly ShardFailure[];
  /** Ids of the items in the output, in order, where the output has no place for them. */
  readonly ids?: readonly string[];
  /** The output: the name of the file, which lies beside the manifest, its format and its bytes. */
  readonly output: ContentHash & {
    /** Name of the file, without folders. */
    readonly file: string;
    /** Format of the file. */
    readonly format: ShardFormat;
  };
}
