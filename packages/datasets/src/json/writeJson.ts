import type { RecordSource } from "../crystalRecord.ts";
import { tabulateRecords } from "../write/tabulateRecords.ts";
import type { WriteTableOptions } from "../write/writeTableOptions.ts";

/**
 * Writes crystals as the JSON of a data frame, as matminer's `store_dataframe_as_json` does: `index`, `columns`
 * and `data`, crystals as `Structure.as_dict()` in the column `structure`.
 *
 * @param source - records or results, in any iterable
 * @param options - columns; see {@link WriteTableOptions}, whose `crystals` is `"pymatgen"` here by default
 * @returns pieces of the text, one a crystal
 * @throws the error of the first failed result: handle failures before writing
 * @throws {@link DatasetError} with code `DATASETS_UNKNOWN_COLUMN` when a crystal has a column that those
 *   before it did not show
 *
 * @remarks
 * `pandas.read_json(path, orient="split")` reads it, matminer's `load_dataframe_from_json` too. `index` holds
 * no ids, which are in the column `material_id`.
 *
 * @example
 * ```ts
 * import { readJsonl, writeJson } from "@ftcp/datasets";
 *
 * let text = "";
 * for await (const piece of writeJson(readJsonl(""))) text += piece;
 * ```
 */
export async function* writeJson<E extends Error>(
  source: RecordSource<E>,
  options: WriteTableOptions = {},
): AsyncGenerator<string, void, undefined> {
  const { crystals = "pymatgen" } = options;
  const { header, rows } = await tabulateRecords(source, { ...options, crystals });
  yield `{"columns":${JSON.stringify(header.names)},"data":[`;
  let count = 0;
  for await (const row of rows) {
    const cells = row.map((cell, column) =>
      crystals === "pymatgen" && column === row.length - 1 ? String(cell) : JSON.stringify(cell),
    );
    yield `${count === 0 ? "" : ","}\n[${cells.join(",")}]`;
    count += 1;
  }
  yield `\n],"index":[${Array.from({ length: count }, (_, i) => i).join(",")}]}\n`;
}
