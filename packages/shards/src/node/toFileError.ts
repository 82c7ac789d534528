import { types } from "node:util";
import { ShardError } from "../shardError.ts";

/**
 * Turns an error of the file system into one of ours, and leaves every other as it is.
 *
 * @param cause - what was thrown
 * @param code - what was tried
 * @param file - on which file
 * @returns the error to throw
 */
export function toFileError(
  cause: unknown,
  code: "SHARDS_READ_FAILED" | "SHARDS_WRITE_FAILED",
  file: string,
): unknown {
  if (!types.isNativeError(cause) || cause instanceof ShardError) return cause;
  const system = cause as NodeJS.ErrnoException;
  if (system.syscall === undefined && system.code !== "ENOSPC") return cause;
  const isMissing = code === "SHARDS_READ_FAILED" && system.code === "ENOENT";
  return isMissing
    ? new ShardError("SHARDS_MISSING", `${file}: there is no such file`, { file }, { cause })
    : new ShardError(code, `${file}: ${cause.message}`, { file }, { cause });
}
