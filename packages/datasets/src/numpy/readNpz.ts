import type { RecordResult } from "../crystalRecord.ts";
import { DatasetError } from "../datasetError.ts";
import { createRecordBuilder } from "../read/createRecordBuilder.ts";
import type { DatasetSource, ReadOptions } from "../source/datasetSource.ts";
import { openRandomAccess } from "../source/randomAccess.ts";
import type { RandomAccessSource } from "../source/randomAccess.ts";
import { refuseHtml } from "../source/refuseHtml.ts";
import { openZip } from "../zip/openZip.ts";
import { decodeNpy } from "./decodeNpy.ts";
import type { NumpyArray } from "./numpyArray.ts";
import { rowsOfArrays } from "./rowsOfArrays.ts";

/** What {@link readNpz} can be told besides the options of all readers. */
export interface ReadNpzOptions extends Omit<ReadOptions, "compression" | "maxLineBytes"> {
  /** Most bytes that all arrays together may have once they are decompressed; default 4 GiB. */
  readonly maxBytes?: number;
}

/**
 * Reads crystals from the `.npz` file of numpy: an array a column, as MatterGen and CDVAE keep them.
 *
 * @param source - the content as bytes, `Blob` or anything with random access; a stream is taken into
 *   memory first, as the directory of a zip is at its end
 * @param options - column names, progress, abort; see {@link ReadNpzOptions}
 * @returns a result per crystal, in the order of the arrays
 * @throws {@link DatasetError} with code `DATASETS_DAMAGED_FILE` when the file or an array is damaged (checksums are
 *   verified) or the arrays do not fit together, `DATASETS_HTML_PAGE` when it is a web page,
 *   `DATASETS_UNSUPPORTED_CONTENT` when an array holds Python objects or the arrays are larger than `maxBytes`
 * @throws the signal's reason when it is aborted
 *
 * @remarks
 * `num_atoms` (or `natoms`) says how many sites each crystal has; `atomic_numbers`, and `pos` (fractional) or
 * `positions` (Cartesian, Å) have an entry a site, every other array an entry a crystal: `cell` (rows, Å) or
 * `lengths` and `angles`, numbers (`properties`), texts and booleans (`labels`). A column of CIFs is read too. An
 * array with another number of entries belongs to no crystal and is left out. NaN is a missing value. All arrays
 * are held in memory.
 *
 * @example
 * ```ts
 * import { readNpz } from "@ftcp/datasets";
 *
 * const response = await fetch("https://example.org/crystals.npz");
 * for await (const item of readNpz(await response.blob())) {
 *   if (item.ok) console.log(item.value.id, item.value.properties);
 * }
 * ```
 *
 * @see https://numpy.org/doc/stable/reference/generated/numpy.savez.html
 */
export async function* readNpz(
  source: DatasetSource | RandomAccessSource,
  options: ReadNpzOptions = {},
): AsyncGenerator<RecordResult, void, undefined> {
  options.signal?.throwIfAborted();
  const { arrays, bytesTotal } = await loadArrays(source, options);
  yield* readArrays(arrays, { ...options, bytesTotal });
}

async function loadArrays(
  source: DatasetSource | RandomAccessSource,
  { signal, file, maxBytes = 2 ** 32 }: ReadNpzOptions,
): Promise<{ arrays: ReadonlyMap<string, NumpyArray>; bytesTotal: number }> {
  const arrays = new Map<string, NumpyArray>();
  try {
    const access = await openRandomAccess(source, signal);
    const head = new Uint8Array(await access.slice(0, Math.min(400, access.byteLength)));
    refuseHtml(new TextDecoder("latin1").decode(head), file);
    const entries = (await openZip(access)).filter(({ name }) => name.endsWith(".npy"));
    const size = entries.reduce((sum, entry) => sum + entry.size, 0);
    if (size > maxBytes) {
      const message = `the arrays have ${size} bytes, more than maxBytes allows (${maxBytes})`;
      throw new DatasetError("DATASETS_UNSUPPORTED_CONTENT", message);
    }
    for (const entry of entries) {
      signal?.throwIfAborted();
      const name = entry.name.slice(0, -".npy".length);
      arrays.set(name, inArray(entry.name, decodeNpy, await entry.read()));
    }
    return { arrays, bytesTotal: access.byteLength };
  } catch (error) {
    throw placeIn(file, error);
  }
}

/**
 * Gives the crystals of arrays.
 *
 * @param arrays - by name
 * @param options - see {@link ReadOptions}
 * @returns a result per crystal
 * @throws DatasetError with code `DATASETS_DAMAGED_FILE` when the arrays do not fit together
 */
export function* readArrays(
  arrays: ReadonlyMap<string, NumpyArray>,
  options: ReadOptions,
): Generator<RecordResult, void, undefined> {
  const { signal, onProgress, file, bytesTotal } = options;
  const buildRecord = createRecordBuilder({ missingId: "row", ...options }, true);
  let table: ReturnType<typeof rowsOfArrays>;
  try {
    table = rowsOfArrays(arrays);
  } catch (error) {
    throw placeIn(file, error);
  }
  let rows = 0;
  let failures = 0;
  for (let index = 0; index < table.length; index++) {
    signal?.throwIfAborted();
    const result = buildRecord(table.row(index), { file, row: index + 1 });
    if (result === undefined) continue;
    rows += 1;
    if (!result.ok) failures += 1;
    yield result;
    onProgress?.({ bytesRead: bytesTotal ?? 0, bytesTotal, rows, failures });
  }
}

/** Names the array in the error of what is done with it. */
function inArray<T, U>(name: string, read: (value: T) => U, value: T): U {
  try {
    return read(value);
  } catch (error) {
    if (!(error instanceof DatasetError)) throw error;
    throw new DatasetError(error.code, `${name}: ${error.message}`, {}, { cause: error });
  }
}

function placeIn(file: string | undefined, error: unknown): unknown {
  if (!(error instanceof DatasetError) || error.file !== undefined || file === undefined) {
    return error;
  }
  return new DatasetError(error.code, error.message, { file }, { cause: error.cause });
}
