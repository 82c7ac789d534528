import { elementBySymbol } from "@ftcp/crystal";

import { FeaturizeError } from "../featurizeError.ts";
import type { PropertyTable } from "./propertyTable.ts";

/**
 * Makes a table of atom properties for the layouts of {@link createLayout}.
 *
 * @param table - name, labels of the entries, and for each element a vector with one entry for each
 * label: a finite number, or `null` where the property is not known; elements may be missing
 * @returns a deeply frozen copy, plain JSON data
 * @throws {@link FeaturizeError} with code `FEATURIZE_INVALID_TABLE` when a vector is too short or too
 * long or holds anything else, when a symbol is no element (`D` and `T` count as `H` in crystals and
 * need no entry), or when there is no label or more than 4096 of them
 *
 * @example
 * ```ts
 * const table = createPropertyTable({
 *   name: "radius and charge",
 *   labels: ["ionic radius (Å)", "charge"],
 *   vectors: { Na: [1.02, 1], Cl: [1.81, -1] },
 * });
 * createLayout({ propertyTable: table }).columns; // 4: the slots and "empty" are wider than the table
 * ```
 */
export function createPropertyTable(
  table: Pick<PropertyTable, "name" | "labels" | "vectors">,
): PropertyTable {
  const { name, labels, vectors } = table;
  if (typeof name !== "string") throw invalid("name", "is not text");
  if (!Array.isArray(labels) || labels.length < 1 || labels.length > 4096) {
    throw invalid("labels", "must be 1 to 4096 texts");
  }
  if (!labels.every((label: unknown) => typeof label === "string")) {
    throw invalid("labels", "must be texts");
  }
  if (typeof vectors !== "object" || (vectors as unknown) === null) {
    throw invalid("vectors", "are missing");
  }
  const frozen = Object.entries(vectors).map(([symbol, vector]) => {
    const path = `vectors.${symbol}`;
    if (!isElement(symbol)) throw invalid(path, "is no element");
    if (!Array.isArray(vector) || vector.length !== labels.length) {
      throw invalid(path, `must have ${labels.length} entries`);
    }
    vector.forEach((value: unknown, index) => {
      if (value !== null && !Number.isFinite(value)) {
        throw invalid(`${path}[${index}]`, "is neither a finite number nor null");
      }
    });
    // + 0 turns -0, which JSON cannot hold, into 0.
    const copy = vector.map((value: number | null) => (value === null ? null : value + 0));
    return [symbol, Object.freeze(copy)] as const;
  });
  return Object.freeze({
    kind: "ftcp-property-table",
    version: 1,
    name,
    labels: Object.freeze([...(labels as readonly string[])]),
    vectors: Object.freeze(Object.fromEntries(frozen)),
  });
}

function isElement(symbol: string): boolean {
  try {
    return elementBySymbol(symbol).symbol === symbol && symbol !== "D" && symbol !== "T";
  } catch {
    return false; // the only thing that elementBySymbol throws is "no such element"
  }
}

function invalid(path: string, reason: string): FeaturizeError {
  return new FeaturizeError("FEATURIZE_INVALID_TABLE", `property table: ${path} ${reason}`, {
    path,
  });
}
