import { basename } from "node:path";
import { writeFileAtomically } from "@ftcp/files";
import { DatasetError } from "../datasetError.ts";

/**
 * Puts the SHA-256 of a file beside it: `PATH.sha256`, as `sha256sum --check` wants it.
 *
 * @param path - the file
 * @param sha256 - its checksum in hexadecimal, as `writeDataset` reports it
 * @throws `DatasetError` with code `DATASETS_WRITE_FAILED`
 * @throws RangeError when that is no SHA-256
 *
 * @example
 * ```ts
 * import { readDataset, writeChecksum, writeDataset } from "@ftcp/datasets/node";
 *
 * const { sha256 } = await writeDataset("crystals.parquet", readDataset("crystals.csv"));
 * await writeChecksum("crystals.parquet", sha256);
 * ```
 */
export async function writeChecksum(path: string, sha256: string): Promise<void> {
  if (!/^[0-9a-f]{64}$/u.test(sha256)) throw new RangeError(`${sha256} is no SHA-256`);
  await writeChecksums(path, [sha256]);
}

/**
 * Puts several checksums beside a file, each of which is right: that of the file and that of the one that is to
 * replace it.
 *
 * @param path - the file
 * @param sums - SHA-256 in hexadecimal
 * @throws `DatasetError` with code `DATASETS_WRITE_FAILED`
 */
export async function writeChecksums(path: string, sums: readonly string[]): Promise<void> {
  const file = `${path}.sha256`;
  try {
    await writeFileAtomically(file, sums.map((sum) => `${sum}  ${basename(path)}\n`).join(""));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const message = `the checksum cannot be written: ${reason}`;
    throw new DatasetError("DATASETS_WRITE_FAILED", message, { file }, { cause });
  }
}
