import type { DatasetError, RecordResult } from "@ftcp/datasets";

/** Reads all of a stream and says for each item its id, or the code and place of its failure. */
export async function collectRows(
  source: AsyncIterable<RecordResult>,
): Promise<(string | Partial<DatasetError>)[]> {
  const rows: (string | Partial<DatasetError>)[] = [];
  for await (const item of source) {
    if (item.ok) rows.push(item.value.id);
    else {
      const { code, line, row, id } = item.error;
      rows.push({
        code,
        ...(line === undefined ? {} : { line }),
        ...(row === undefined ? {} : { row }),
        ...(id === undefined ? {} : { id }),
      });
    }
  }
  return rows;
}
