import type { RecordResult } from "@ftcp/datasets";
import { readDataset } from "@ftcp/datasets/node";
import type { CommandContext } from "../io/commandContext.ts";
import type { ReadingOptions } from "./readingOptions.ts";

/**
 * Reads a dataset with a progress bar; crystals are parsed when they are asked for.
 *
 * @param path - the dataset
 * @param label - what is done, in a word or two
 * @param options - see {@link ReadingOptions}
 * @param context - progress and abort
 * @returns a result per row
 * @throws `DatasetError` when the dataset cannot be opened
 */
export async function* readRows(
  path: string,
  label: string,
  options: ReadingOptions,
  context: Pick<CommandContext, "signal" | "startProgress">,
): AsyncGenerator<RecordResult, void, undefined> {
  const { from, idColumn, cifColumn, missingId, textColumns, numericColumns, labels } = options;
  const { limit = Infinity } = options;
  const progress = context.startProgress(label, 1);
  let rows = 0;
  try {
    const results = readDataset(path, {
      lazy: true,
      signal: context.signal,
      onProgress: ({ bytesRead, bytesTotal }) => {
        const isKnown = bytesTotal !== undefined && bytesTotal > 0;
        progress.update(isKnown ? bytesRead / bytesTotal : 0, `${rows} rows`);
      },
      ...(from === undefined ? {} : { format: from }),
      ...(idColumn === undefined ? {} : { idColumn }),
      ...(cifColumn === undefined ? {} : { cifColumn }),
      ...(missingId === undefined ? {} : { missingId }),
      ...(textColumns === undefined ? {} : { textColumns }),
      ...(numericColumns === undefined ? {} : { numericColumns }),
      ...(labels === undefined ? {} : { labels }),
    });
    for await (const result of results) {
      rows += 1;
      yield result;
      if (rows === limit) return;
    }
  } finally {
    progress.stop();
  }
}
