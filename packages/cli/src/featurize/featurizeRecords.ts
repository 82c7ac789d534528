import type { Result, Structure } from "@ftcp/crystal";
import type { CrystalRecord, RecordResult } from "@ftcp/datasets";
import { featurizeAll, type FtcpLayout, type FtcpTensor } from "@ftcp/featurize";
import { createThreadPool } from "@ftcp/featurize/node";
import { extname } from "node:path";

/** A crystal and its tensor, or why there is none. */
export type FeaturizedRecord =
  | { readonly id: string; readonly tensor: FtcpTensor }
  | { readonly id: string | undefined; readonly error: Error };

/** How {@link featurizeRecords} works. */
export interface FeaturizeRecordsOptions {
  /** Layout of the tensors. */
  readonly layout: FtcpLayout;
  /** Number of threads; with 1 all is done in this one. */
  readonly workers: number;
  /** Stops the work. */
  readonly signal: AbortSignal;
}

/**
 * Featurizes the crystals of a dataset, in threads if there shall be several.
 *
 * @param records - results of a reader; the CIFs of lazy ones are parsed in the threads
 * @param options - layout and number of threads
 * @returns one result for each, in the same order, whatever the number of threads; a tensor holds its
 * numbers until the next one is asked for
 */
export async function* featurizeRecords(
  records: AsyncIterable<RecordResult>,
  options: FeaturizeRecordsOptions,
): AsyncGenerator<FeaturizedRecord, void, undefined> {
  const { layout, workers, signal } = options;
  if (workers === 1) {
    for await (const result of featurizeAll(parse(records), {
      layout,
      signal,
      reuseMemory: true,
    })) {
      if (result.ok) yield { id: result.item?.id ?? "", tensor: result.value };
      else yield { id: result.item?.id, error: result.error };
    }
    return;
  }
  // Results come in the order of the records, so the first that waits is the one that is meant.
  const waiting: CrystalRecord[] = [];
  const pool = createThreadPool<string | Structure>({ size: workers, module: cifModule });
  try {
    const source = takeItems(records, waiting);
    for await (const result of featurizeAll(source, { layout, signal, pool, reuseMemory: true })) {
      const record = result.item === undefined ? undefined : waiting.shift();
      if (result.ok) {
        yield { id: record?.id ?? "", tensor: result.value };
        continue;
      }
      // An error of the CIF becomes that of the dataset, which knows file, line and id.
      const unreadable =
        record === undefined || isOurs(result.error) ? undefined : findParseError(record);
      if (unreadable === undefined) yield { id: record?.id, error: result.error };
      else yield { id: undefined, error: unreadable };
    }
  } finally {
    await pool.close();
  }
}

/** Parses lazy records; one that cannot be parsed becomes an error, as an eager reader gives it. */
async function* parse(
  records: AsyncIterable<RecordResult>,
): AsyncGenerator<RecordResult<Error>, void, undefined> {
  for await (const result of records) {
    const error = result.ok ? findParseError(result.value) : undefined;
    yield error === undefined ? result : { ok: false, error };
  }
}

async function* takeItems(
  records: AsyncIterable<RecordResult>,
  waiting: CrystalRecord[],
): AsyncGenerator<Result<string | Structure>, void, undefined> {
  for await (const result of records) {
    if (!result.ok) {
      yield result;
      continue;
    }
    waiting.push(result.value);
    yield { ok: true, value: result.value.cif ?? result.value.structure };
  }
}

function isOurs(error: Error): boolean {
  return "code" in error && String(error.code).startsWith("FEATURIZE_");
}

function findParseError(record: CrystalRecord): Error | undefined {
  try {
    Reflect.get(record, "structure"); // a lazy record parses its CIF here
    return undefined;
  } catch (error) {
    if (error instanceof Error && "code" in error) return error;
    throw error;
  }
}

// In the same form as this file: TypeScript in the source tree, JavaScript in the package.
const cifModule = new URL(`cifWorker${extname(import.meta.url)}`, import.meta.url);
