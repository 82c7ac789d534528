import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { DatasetError } from "../datasetError.ts";
import { parseChecksums } from "./parseChecksums.ts";

/** What {@link verifyChecksum} can be told. */
export interface VerifyChecksumOptions {
  /** Whether a missing checksum is an error; default true. */
  readonly isRequired?: boolean;
  /** Stops the reading of the file; the signal's reason is then thrown. */
  readonly signal?: AbortSignal;
}

/**
 * Compares a file with the SHA-256 in the file `PATH.sha256` beside it, as `sha256sum --check` does.
 *
 * @param path - the file
 * @param options - see {@link VerifyChecksumOptions}
 * @returns the SHA-256 in hexadecimal; nothing where there is no checksum and none is required
 * @throws `DatasetError` with code `DATASETS_CHECKSUM_MISMATCH` when the file is not the one that the checksum was
 *   made of, `DATASETS_UNREADABLE_FILE` when the file or the checksum cannot be read or says nothing of this file
 *
 * @example
 * ```ts
 * import { verifyChecksum } from "@ftcp/datasets/node";
 *
 * await verifyChecksum("crystals.parquet"); // crystals.parquet.sha256 lies beside it
 * ```
 */
export async function verifyChecksum(
  path: string,
  options: VerifyChecksumOptions = {},
): Promise<string | undefined> {
  const { isRequired = true, signal } = options;
  const file = `${path}.sha256`;
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    if (!isRequired && (cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw unreadable(file, "the checksum cannot be read", cause);
  }
  const expected = parseChecksums(text, path);
  if (expected.length === 0) throw unreadable(file, `it holds no SHA-256 of ${basename(path)}`);
  const hash = createHash("sha256");
  try {
    const stream = createReadStream(path, { highWaterMark: 1 << 20, ...(signal && { signal }) });
    for await (const chunk of stream) hash.update(chunk as Uint8Array);
  } catch (cause) {
    signal?.throwIfAborted();
    throw unreadable(path, "cannot be read", cause);
  }
  const found = hash.digest("hex");
  // Two are there while a file is being replaced.
  if (expected.includes(found)) return found;
  throw new DatasetError(
    "DATASETS_CHECKSUM_MISMATCH",
    `its SHA-256 is ${found}, ${basename(file)} says ${expected.join(" or ")}: the file was damaged or changed; ` +
      "get it again, or remove the checksum if the change was meant",
    { file: path },
  );
}

function unreadable(file: string, message: string, cause?: unknown): DatasetError {
  return new DatasetError("DATASETS_UNREADABLE_FILE", message, { file }, { cause });
}
