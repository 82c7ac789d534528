/**
 * What can go wrong with shards; stable across versions.
 *
 * - `SHARDS_DAMAGED`: an output is not what its manifest says, or a manifest fails its checksum
 * - `SHARDS_DOUBLED`: a shard, or a row, is there more than once
 * - `SHARDS_INPUT_CHANGED`: the input was another one when it was read again
 * - `SHARDS_INPUT_INCOMPLETE`: the input ended before the last row of the shard
 * - `SHARDS_INVALID_LATENT`: a line of input holds no latent of the model's size
 * - `SHARDS_INVALID_MANIFEST`: a file is no manifest of a version that this package reads
 * - `SHARDS_MISMATCH`: the shards are not of one job: another tool, version, option or count
 * - `SHARDS_MISSING`: a shard, a row, or a file is not there
 * - `SHARDS_READ_FAILED`: the system cannot read a file
 * - `SHARDS_WRITE_FAILED`: the system cannot write a file
 */
export type ShardErrorCode =
  | "SHARDS_DAMAGED"
  | "SHARDS_DOUBLED"
  | "SHARDS_INPUT_CHANGED"
  | "SHARDS_INPUT_INCOMPLETE"
  | "SHARDS_INVALID_LATENT"
  | "SHARDS_INVALID_MANIFEST"
  | "SHARDS_MISMATCH"
  | "SHARDS_MISSING"
  | "SHARDS_READ_FAILED"
  | "SHARDS_WRITE_FAILED";

/** What an error is about, as far as it is known. */
export interface ShardErrorData {
  /** The file concerned. */
  readonly file?: string | undefined;
  /** Numbers of the shards that are missing, doubled or unlike the others. */
  readonly shards?: readonly number[] | undefined;
  /** Rows that are missing or doubled, each `[start, end)`. */
  readonly rows?: readonly (readonly [start: number, end: number])[] | undefined;
  /** What the shards do not agree on. */
  readonly field?: string | undefined;
}

/**
 * Thrown when shards are not in order: something is missing, doubled, damaged or of another job.
 *
 * @example
 * ```ts
 * import { mergeManifests, ShardError } from "@ftcp/shards";
 *
 * try {
 *   mergeManifests([]);
 * } catch (error) {
 *   if (error instanceof ShardError) console.log(error.code, error.shards); // SHARDS_MISSING
 * }
 * ```
 */
export class ShardError extends Error {
  /** Always `"ShardError"`. */
  override readonly name = "ShardError";
  /** What went wrong. */
  readonly code: ShardErrorCode;
  /** The file concerned. */
  readonly file: string | undefined;
  /** Numbers of the shards that are missing, doubled or unlike the others. */
  readonly shards: readonly number[] | undefined;
  /** Rows that are missing or doubled, each `[start, end)`. */
  readonly rows: readonly (readonly [start: number, end: number])[] | undefined;
  /** What the shards do not agree on. */
  readonly field: string | undefined;

  /**
   * @param code - what went wrong
   * @param message - one sentence for people
   * @param data - what it is about
   * @param options - `cause`: the error beneath
   */
  constructor(
    code: ShardErrorCode,
    message: string,
    data: ShardErrorData = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.code = code;
    this.file = data.file;
    this.shards = data.shards;
    this.rows = data.rows;
    this.field = data.field;
  }
}
