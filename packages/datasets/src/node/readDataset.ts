import { createReadStream } from "node:fs";
import { open, readdir, readFile, stat } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { join } from "node:path";
import { DatasetError } from "../datasetError.ts";
import type { RecordResult } from "../crystalRecord.ts";
import type { DatasetFormat } from "../format/datasetFormat.ts";
import { formatOfName } from "../format/formatOfName.ts";
import { readRecords } from "../format/readRecords.ts";
import { decodeNpy } from "../numpy/decodeNpy.ts";
import type { NumpyArray } from "../numpy/numpyArray.ts";
import { readArrays } from "../numpy/readNpz.ts";
import type { ReadCsvOptions } from "../read/readCsv.ts";
import type { RandomAccessSource } from "../source/randomAccess.ts";
import { loadArrowCodec } from "./loadArrowCodec.ts";
import { readCifFolder } from "./readCifFolder.ts";
import { verifyChecksum } from "./verifyChecksum.ts";

/** What {@link readDataset} can be told besides the options of all readers. */
export interface ReadDatasetOptions extends ReadCsvOptions {
  /**
   * Default: by the name of the file, `.gz` and `.zst` left aside; a directory is a folder of CIFs and POSCARs, or
   * `"npz"` when arrays (`.npy`) lie in it.
   */
  readonly format?: DatasetFormat;
  /** Path of the label CSV of a folder of CIFs; see {@link readCifFolder}. */
  readonly labels?: string;
  /**
   * Whether the file is compared with the SHA-256 in the file `PATH.sha256` beside it, before the first row:
   * `"if-present"` (default), `"required"`, which fails without that file, or `"ignore"`.
   */
  readonly checksum?: "if-present" | "required" | "ignore";
}

/**
 * Reads a dataset from disk: `.jsonl`, `.csv`, `.tsv`, `.json`, `.extxyz`, `.parquet`, `.arrow`, `.npz` (see
 * `datasetFormats` of `@ftcp/datasets` for all endings), each also as `.gz` or `.zst`, or a folder of CIFs and POSCARs,
 * or of `.npy`.
 *
 * @param path - a file or a directory
 * @param options - format, column names, progress, abort; see {@link ReadDatasetOptions}
 * @returns a result per row or file, read as the caller goes along, in memory that does not grow (but for `.npy`,
 *   `.npz`, and compressed Parquet)
 * @throws `DatasetError` with code `DATASETS_UNREADABLE_FILE` when the path cannot be opened,
 *   `DATASETS_UNKNOWN_FORMAT` when its name tells no format, `DATASETS_CHECKSUM_MISMATCH` when the file is not the
 *   one that its checksum was made of, `DATASETS_MISSING_LIBRARY` when `apache-arrow` is not installed, and what
 *   the reader of the format throws; all of it from the first step of the iteration
 *
 * @example
 * ```ts
 * import { readDataset } from "@ftcp/datasets/node";
 *
 * for await (const item of readDataset("crystals.jsonl.gz")) {
 *   if (item.ok) console.log(item.value.id, item.value.labels["split"]);
 * }
 * ```
 */
export async function* readDataset(
  path: string,
  options: ReadDatasetOptions = {},
): AsyncGenerator<RecordResult, void, undefined> {
  const { checksum = "if-present", format: wanted, ...others } = options;
  const { isFile, size } = await examine(path);
  if (!isFile) {
    const names = wanted === undefined || wanted === "npz" ? await readdir(path) : [];
    const arrays = names.filter((name) => name.endsWith(".npy"));
    if (wanted === "npz" || (wanted === undefined && arrays.length > 0)) {
      yield* readArrays(await readNpyFolder(path, arrays), { file: path, ...others });
    } else if (wanted === undefined || wanted === "cif-folder") {
      yield* readCifFolder(path, options);
    } else {
      throw new DatasetError("DATASETS_UNREADABLE_FILE", "a directory is no file", { file: path });
    }
    return;
  }
  if (wanted === "cif-folder") {
    throw new DatasetError("DATASETS_UNREADABLE_FILE", "a file is no directory", { file: path });
  }
  const { format, compression } = formatOfName(path, wanted);
  if (checksum !== "ignore") {
    const { signal } = options;
    await verifyChecksum(path, { isRequired: checksum === "required", ...(signal && { signal }) });
  }
  const readOptions = { file: path, bytesTotal: size, ...others, format };
  if ((format === "parquet" || format === "npz") && compression === "none") {
    const handle = await open(path, "r");
    try {
      yield* readRecords(accessFile(handle, size), readOptions);
    } finally {
      await handle.close();
    }
    return;
  }
  const codecs = format === "arrow" ? [await loadArrowCodec()] : [];
  const stream = createReadStream(path, { highWaterMark: 1 << 17 });
  try {
    yield* readRecords(stream, { ...readOptions, codecs });
  } finally {
    stream.destroy();
  }
}

/** The arrays of a folder by name. */
async function readNpyFolder(
  path: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, NumpyArray>> {
  const arrays = new Map<string, NumpyArray>();
  for (const name of [...names].sort()) {
    const file = join(path, name);
    try {
      arrays.set(name.slice(0, -".npy".length), decodeNpy(await readFile(file)));
    } catch (cause) {
      const isOurs = cause instanceof DatasetError;
      throw new DatasetError(
        isOurs ? cause.code : "DATASETS_UNREADABLE_FILE",
        isOurs ? cause.message : "the array cannot be read",
        { file },
        { cause },
      );
    }
  }
  return arrays;
}

/** Parts of a file, read as they are asked for. */
function accessFile(handle: FileHandle, byteLength: number): RandomAccessSource {
  return {
    byteLength,
    slice: async (start, end) => {
      const bytes = new Uint8Array(Math.max(0, Math.min(end, byteLength) - start));
      let done = 0;
      while (done < bytes.length) {
        const { bytesRead } = await handle.read(bytes, done, bytes.length - done, start + done);
        if (bytesRead === 0) break;
        done += bytesRead;
      }
      return bytes.buffer.slice(0, done);
    },
  };
}

async function examine(path: string): Promise<{ isFile: boolean; size: number }> {
  try {
    const information = await stat(path);
    const isFile = !information.isDirectory();
    if (isFile) await (await open(path, "r")).close(); // may we read it?
    return { isFile, size: information.size };
  } catch (cause) {
    throw new DatasetError(
      "DATASETS_UNREADABLE_FILE",
      `cannot be opened: ${cause instanceof Error ? cause.message : String(cause)}`,
      { file: path },
      { cause },
    );
  }
}
