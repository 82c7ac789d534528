import {
  createSplit,
  filterRecords,
  selectSplit,
  splitByColumn,
  type CrystalRecord,
  type RecordResult,
} from "@ftcp/datasets";
import { readDataset } from "@ftcp/datasets/node";
import { CliError } from "../cliError.ts";
import type { CommandContext } from "../io/commandContext.ts";
import type { CrystalSelection } from "./crystalSelection.ts";

/**
 * Streams the selected crystals of a dataset, and every row that could not be read.
 *
 * @param selection - which crystals
 * @param context - progress and abort
 * @returns results in the order of the dataset; an id that was there before gets `#2`, `#3`, …
 * @throws {@link CliError} with code `CLI_NO_SPLIT` when no crystal has the split column, and
 *   `CLI_NO_CRYSTALS` when nothing is left
 * @throws `DatasetError` when the dataset cannot be opened, or no crystal has a required property
 */
export async function* selectCrystals(
  selection: CrystalSelection,
  context: Pick<CommandContext, "signal" | "startProgress">,
): AsyncGenerator<RecordResult, void, undefined> {
  const { path, split, splitColumn = "split", splitSeed, requires = [], limit } = selection;
  const isPart = split !== undefined && split !== "all";
  const usesColumn = isPart && splitSeed === undefined;
  const parts = new Set<string>();
  let rows = 0;

  const progress = context.startProgress("reading", 1);
  let records: AsyncGenerator<RecordResult, void, undefined> = readDataset(path, {
    textColumns: [splitColumn],
    lazy: selection.lazy ?? false,
    signal: context.signal,
    // Rows of other parts are refused before their CIF is parsed, which takes nearly all the time.
    select: (columns) => {
      rows += 1;
      if (!usesColumn) return true;
      const part = columns[splitColumn];
      if (typeof part !== "string" && typeof part !== "number") return true;
      parts.add(String(part));
      return String(part) === split;
    },
    onProgress: ({ bytesRead, bytesTotal }) => {
      if (bytesTotal !== undefined && bytesTotal > 0) progress.update(bytesRead / bytesTotal);
    },
  });
  if (isPart) {
    const partOf =
      splitSeed === undefined
        ? (record: CrystalRecord) => splitByColumn(record, splitColumn)
        : createSplit({ seed: splitSeed });
    records = selectSplit(records, partOf, split);
  }
  const counted = countCrystals(records);
  const filtered = filterRecords(counted.records, {
    ...(selection.elements === undefined ? {} : { elements: selection.elements }),
    ...(selection.maxSites === undefined ? {} : { maxSites: selection.maxSites }),
    requires,
  });

  const seen = new Map<string, number>();
  let kept = 0;
  let unnamed = 0;
  let failed = 0;
  try {
    for await (const result of filtered) {
      if (!result.ok) {
        failed += 1;
        if (result.error.code === "DATASETS_MISSING_LABEL") unnamed += 1;
        yield result;
        continue;
      }
      const { id } = result.value;
      const times = (seen.get(id) ?? 0) + 1;
      seen.set(id, times);
      kept += 1;
      yield times === 1 ? result : { ok: true, value: rename(result.value, `${id}#${times}`) };
      if (kept === limit) break;
    }
  } finally {
    progress.stop();
  }
  if (kept > 0) return;
  if (usesColumn && parts.size === 0 && unnamed > 0) {
    throw new CliError(
      "CLI_NO_SPLIT",
      `${path}: no crystal has a column "${splitColumn}" that names its split; use --split all, ` +
        `--split-column NAME, or --split-seed N for a new split`,
      { path },
    );
  }
  throw new CliError("CLI_NO_CRYSTALS", `${path}: no crystal is left; ${explain()}`, { path });

  function explain(): string {
    if (rows === 0 && failed === 0) return "the dataset is empty";
    if (usesColumn && !parts.has(split)) {
      return `none belongs to the split "${split}" (there are: ${[...parts].sort().join(", ")})`;
    }
    if (counted.count() === 0) return `${failed} could not be read`;
    return `${counted.count()} do not meet the limits on elements, sites and known properties`;
  }
}

/** A copy with another id; a crystal that is not parsed yet stays so. */
function rename(record: CrystalRecord, id: string): CrystalRecord {
  const properties = Object.getOwnPropertyDescriptors(record);
  return Object.defineProperties(
    {},
    { ...properties, id: { value: id, enumerable: true } },
  ) as CrystalRecord;
}

function countCrystals(records: AsyncIterable<RecordResult>): {
  readonly records: AsyncGenerator<RecordResult, void, undefined>;
  count(): number;
} {
  let count = 0;
  async function* pass(): AsyncGenerator<RecordResult, void, undefined> {
    for await (const result of records) {
      if (result.ok) count += 1;
      yield result;
    }
  }
  return { records: pass(), count: () => count };
}
