import { parseCif } from "@ftcp/cif";
import type { Structure } from "@ftcp/crystal";
import type { RecordResult } from "../crystalRecord.ts";
import { DatasetError } from "../datasetError.ts";
import type { DatasetErrorCode, DatasetErrorPlace } from "../datasetError.ts";
import type { ReadOptions } from "../source/datasetSource.ts";
import { CIF_COLUMNS, ID_COLUMNS, TEXT_COLUMNS } from "./columnRoles.ts";

/** Builds a record from one row's values; gives nothing where `select` refuses the row. */
export type RecordBuilder = (
  columns: Readonly<Record<string, unknown>>,
  place: DatasetErrorPlace,
) => RecordResult | undefined;

/** What pandas takes for a missing value when it reads a CSV. */
const MISSING_TEXTS: ReadonlySet<string> = new Set([
  "",
  "#N/A",
  "#N/A N/A",
  "#NA",
  "-1.#IND",
  "-1.#QNAN",
  "-NaN",
  "-nan",
  "1.#IND",
  "1.#QNAN",
  "<NA>",
  "N/A",
  "NA",
  "NULL",
  "NaN",
  "None",
  "n/a",
  "nan",
  "null",
]);

/** Decimal numbers only: `Number` would also take `0x10` and the empty text. */
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const INFINITE = /^[+-]?inf(?:inity)?$/i;

/**
 * Sorts a row's values into id, CIF, numbers and texts, and parses the CIF.
 *
 * @param options - names of columns, and what may be missing
 * @param isTyped - whether the format tells numbers from texts, so that `"225"` stays a text
 * @returns the builder
 *
 * @remarks
 * Numbers become properties; null, an empty cell, NaN and infinities leave no key, never 0. Other
 * texts become labels. Booleans become the labels `true` and `false`; lists and objects become labels in JSON.
 */
export function createRecordBuilder(options: ReadOptions, isTyped = false): RecordBuilder {
  const idColumns = options.idColumn === undefined ? ID_COLUMNS : [options.idColumn];
  const cifColumns = options.cifColumn === undefined ? CIF_COLUMNS : [options.cifColumn];
  const cifNames = new Set([...CIF_COLUMNS, ...cifColumns]);
  const textNames = new Set([...TEXT_COLUMNS, ...(options.textColumns ?? [])]);
  const numericNames = new Set(options.numericColumns);
  const { select, missingId = "error", lazy = false } = options;

  return (columns, place) => {
    if (select?.(columns) === false) return undefined;
    const fail = (
      code: DatasetErrorCode,
      message: string,
      extra: DatasetErrorPlace,
    ): RecordResult => ({
      ok: false,
      error: new DatasetError(code, message, { ...place, ...extra }),
    });

    const idColumn = idColumns.find((name) => !isMissing(read(columns, name)));
    const idValue = idColumn === undefined ? undefined : read(columns, idColumn);
    let id: string;
    if (typeof idValue === "string") id = idValue.trim();
    else if (typeof idValue === "number") id = String(idValue);
    else if (missingId === "row" && place.row !== undefined) id = `row-${place.row}`;
    else {
      const wanted = options.idColumn ?? `${ID_COLUMNS.slice(0, 3).join(", ")}, …`;
      return fail("DATASETS_MISSING_ID", `the row has no id (column ${wanted})`, {});
    }

    const cifColumn = cifColumns.find((name) => !isMissing(read(columns, name)));
    const cif = cifColumn === undefined ? undefined : read(columns, cifColumn);
    if (typeof cif !== "string") {
      const wanted = options.cifColumn ?? `${CIF_COLUMNS.slice(0, 3).join(", ")}, …`;
      return fail("DATASETS_MISSING_CIF", `the row has no CIF (column ${wanted})`, { id });
    }

    const properties: [string, number][] = [];
    const labels: [string, string][] = [];
    for (const [name, value] of Object.entries(columns)) {
      if (name === "" || name === idColumn || cifNames.has(name) || isMissing(value)) continue;
      const isText = textNames.has(name);
      if (!isText && typeof value === "number") {
        properties.push([name, value]);
      } else if (
        typeof value === "string" &&
        (isTyped ? numericNames.has(name) : !isText) &&
        NUMBER.test(value.trim())
      ) {
        const number = Number(value);
        if (Number.isFinite(number)) properties.push([name, number]);
      } else if (numericNames.has(name)) {
        return fail(
          "DATASETS_INVALID_NUMBER",
          `column ${name} holds ${JSON.stringify(value).slice(0, 80)}, which is no number`,
          { id, column: name },
        );
      } else {
        labels.push([name, typeof value === "string" ? value : JSON.stringify(value)]);
      }
    }

    const record = {
      id,
      properties: Object.fromEntries(properties),
      labels: Object.fromEntries(labels),
    };
    const parse = (): Structure => {
      try {
        return parseCif(cif);
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new DatasetError(
          "DATASETS_INVALID_CIF",
          `the CIF cannot be read: ${reason}`,
          { ...place, ...(cifColumn === undefined ? { id } : { id, column: cifColumn }) },
          { cause },
        );
      }
    };
    if (lazy) {
      let structure: Structure | undefined;
      return {
        ok: true,
        value: {
          ...record,
          cif,
          get structure() {
            return (structure ??= parse());
          },
        },
      };
    }
    try {
      return { ok: true, value: { ...record, structure: parse() } };
    } catch (error) {
      if (!(error instanceof DatasetError)) throw error;
      return { ok: false, error };
    }
  };
}

function read(columns: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(columns, name) ? columns[name] : undefined;
}

function isMissing(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === "number") return !Number.isFinite(value);
  if (typeof value !== "string") return false;
  // Long texts are CIFs; trimming each would copy it.
  if (value.length > 32) return false;
  const text = value.trim();
  return MISSING_TEXTS.has(text) || INFINITE.test(text);
}
