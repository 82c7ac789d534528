import type { RecordResult } from "../crystalRecord.ts";
import { DatasetError } from "../datasetError.ts";
import type { DatasetErrorPlace } from "../datasetError.ts";
import type { DatasetSource, ReadOptions } from "../source/datasetSource.ts";
import type { TextLine } from "../source/splitLines.ts";
import { createRecordBuilder } from "./createRecordBuilder.ts";
import { describeLineProblem } from "./describeLineProblem.ts";
import { parseJson } from "./parseJson.ts";
import { readRows } from "./readRows.ts";

/**
 * Reads crystals from JSON Lines, plain or gzipped: one JSON object a line with an id, a CIF and
 * anything else.
 *
 * @param source - the content as text, bytes, `Blob`, web stream or iterable of chunks; a string
 *   is the content itself, not a path
 * @param options - column names, progress, abort; see {@link ReadOptions}
 * @returns a result per non-blank line, in the order of the file, read as the caller goes along
 * @throws the signal's reason when it is aborted
 *
 * @remarks
 * A line that is no JSON object, has no id or no readable CIF is one failed result with its line
 * number, and costs no other line. Gzip that is damaged or cut short, and a source that breaks
 * off, end with one failed result (`DATASETS_DAMAGED_GZIP`, `DATASETS_UNREADABLE_FILE`) after the rows
 * before it; a half line before it is never taken for a whole one. JSON numbers
 * become `properties`, JSON strings `labels`; null and Python's bare `NaN` and `Infinity` leave no key.
 *
 * @example
 * ```ts
 * import { readJsonl } from "@ftcp/datasets";
 *
 * const response = await fetch("https://example.org/crystals.jsonl.gz");
 * for await (const item of readJsonl(response.body ?? "")) {
 *   if (item.ok) console.log(item.value.id, item.value.properties["band_gap"]);
 *   else console.error(item.error.message);
 * }
 * ```
 */
export function readJsonl(
  source: DatasetSource,
  options: ReadOptions = {},
): AsyncGenerator<RecordResult, void, undefined> {
  return readRows(source, options, () => {
    const buildRecord = createRecordBuilder(options, true);
    let row = 0;
    return {
      *takeLine(line) {
        if (line.text.trim() === "") return;
        row += 1;
        const result = parseLine(line, { file: options.file, line: line.number, row }, buildRecord);
        if (result !== undefined) yield result;
      },
      finish: () => [],
    };
  });
}

function parseLine(
  line: TextLine,
  place: DatasetErrorPlace,
  buildRecord: ReturnType<typeof createRecordBuilder>,
): RecordResult | undefined {
  if (line.problem !== undefined) {
    const error = new DatasetError(line.problem, describeLineProblem(line.problem), place);
    return { ok: false, error };
  }
  let value: unknown;
  try {
    value = parseJson(line.text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return {
      ok: false,
      error: new DatasetError("DATASETS_INVALID_JSON", `no valid JSON: ${reason}`, place, {
        cause,
      }),
    };
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return {
      ok: false,
      error: new DatasetError("DATASETS_INVALID_ROW", "the line holds no JSON object", place),
    };
  }
  return buildRecord(value as Record<string, unknown>, place);
}
