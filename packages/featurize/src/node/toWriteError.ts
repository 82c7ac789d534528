import { FeaturizeError } from "../featurizeError.ts";

/** The error for a file that the system does not let us write. */
export function toWriteError(
  cause: unknown,
  path: string,
  crystalsWritten: number,
): FeaturizeError {
  // Not instanceof Error: errors of the system may come from another realm.
  const full =
    typeof cause === "object" && cause !== null && "code" in cause && cause.code === "ENOSPC";
  return new FeaturizeError(
    full ? "FEATURIZE_DISK_FULL" : "FEATURIZE_WRITE_FAILED",
    `${path}: ${full ? "the disk is full" : "writing failed"} after ${crystalsWritten} crystals`,
    { file: path, crystalsWritten },
    { cause },
  );
}
