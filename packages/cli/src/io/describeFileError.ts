import { types } from "node:util";

const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EDQUOT: "the disk quota is used up",
  EEXIST: "there is something else of that name",
  EISDIR: "it is a directory",
  ENOENT: "there is no such file or directory",
  ENOSPC: "the disk is full",
  ENOTDIR: "a part of the path is not a directory",
  EPERM: "not permitted",
  EROFS: "the file system is read-only",
};

/**
 * Says in a few words why a file could not be read or written.
 *
 * @param error - what the system threw, or an error that has it among its causes
 * @returns the reason
 */
export function describeFileError(error: unknown): string {
  for (let cause = error; types.isNativeError(cause); cause = cause.cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const reason =
      cause instanceof AggregateError
        ? describeFileError(cause.errors[0])
        : code === undefined
          ? undefined
          : reasons[code];
    if (reason !== undefined) return reason;
  }
  return types.isNativeError(error) ? error.message : String(error);
}
