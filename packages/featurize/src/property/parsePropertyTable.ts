import { FeaturizeError } from "../featurizeError.ts";
import { createPropertyTable } from "./createPropertyTable.ts";
import type { PropertyTable } from "./propertyTable.ts";

/**
 * Reads a table of atom properties from JSON and checks every entry of it.
 *
 * @param json - text, or the value that `JSON.parse` made of it; nothing in it is trusted
 * @returns the table, deeply frozen and independent of `json`
 * @throws {@link FeaturizeError} with code `FEATURIZE_INVALID_TABLE` (with `data.path`)
 *
 * @example
 * ```ts
 * const table = parsePropertyTable(JSON.stringify(scalarPropertyTable(["electronegativity"])));
 * ```
 */
export function parsePropertyTable(json: unknown): PropertyTable {
  let document = json;
  if (typeof json === "string") {
    try {
      document = JSON.parse(json);
    } catch (cause) {
      throw new FeaturizeError("FEATURIZE_INVALID_TABLE", "not JSON", { path: "" }, { cause });
    }
  }
  if (typeof document !== "object" || document === null) throw invalid("");
  const given = document as Readonly<Record<string, unknown>>;
  if (given["kind"] !== "ftcp-property-table") throw invalid("kind");
  if (given["version"] !== 1) throw invalid("version");
  const known = ["kind", "version", "name", "labels", "vectors"];
  const unknown = Object.keys(given).find((key) => !known.includes(key));
  if (unknown !== undefined) throw invalid(unknown);
  return createPropertyTable(given as unknown as PropertyTable);
}

function invalid(path: string): FeaturizeError {
  const place = path === "" ? "the document" : path;
  return new FeaturizeError("FEATURIZE_INVALID_TABLE", `not a valid property table: ${place}`, {
    path,
  });
}
