import type { Structure } from "@ftcp/crystal";
import type { RecordResult } from "../crystalRecord.ts";
import { DatasetError } from "../datasetError.ts";
import type { DatasetErrorCode, DatasetErrorPlace } from "../datasetError.ts";
import type { ReadOptions } from "../source/datasetSource.ts";
import { CIF_COLUMNS, ID_COLUMNS, TEXT_COLUMNS } from "./columnRoles.ts";
import { createCrystalFinder } from "./createCrystalFinder.ts";
import { isMissing } from "./isMissing.ts";

/** Builds a record from one row's values; gives nothing where `select` refuses the row. */
export type RecordBuilder = (
  columns: Readonly<Record<string, unknown>>,
  place: DatasetErrorPlace,
) => RecordResult | undefined;

/** Decimal numbers only: `Number` would also take `0x10` and the empty text. */
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * Sorts a row's values into id, crystal, numbers and texts, and parses the crystal.
 *
 * @param options - names of columns, and what may be missing
 * @param isTyped - whether the format tells numbers from texts, so that `"225"` stays a text
 * @param readText - reads the text in the crystal's column where it is in a form of its own
 * @returns the builder
 *
 * @remarks
 * Numbers become properties; null, an empty cell, NaN and infinities leave no key, never 0. Other
 * texts become labels. Booleans become the labels `true` and `false`; lists and objects become labels in JSON.
 */
export function createRecordBuilder(
  options: ReadOptions,
  isTyped = false,
  readText?: (text: string) => Structure,
): RecordBuilder {
  const idColumns = options.idColumn === undefined ? ID_COLUMNS : [options.idColumn];
  const findCrystal = createCrystalFinder(options.cifColumn, readText);
  const cifNames = new Set(CIF_COLUMNS);
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

    const crystal = findCrystal(columns);
    if (crystal === undefined) {
      const wanted = options.cifColumn ?? `${CIF_COLUMNS.slice(0, 3).join(", ")}, …`;
      return fail("DATASETS_MISSING_CIF", `the row has no CIF (column ${wanted})`, { id });
    }

    const properties: [string, number][] = [];
    const labels: [string, string][] = [];
    for (const [name, value] of Object.entries(columns)) {
      if (name === "" || name === idColumn || cifNames.has(name) || isMissing(value)) continue;
      if (crystal.columns.has(name)) continue;
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
    const { cif, column } = crystal;
    const parse = (): Structure => {
      try {
        return crystal.read();
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new DatasetError(
          cif === undefined ? "DATASETS_INVALID_STRUCTURE" : "DATASETS_INVALID_CIF",
          `the ${cif === undefined ? "crystal" : "CIF"} cannot be read: ${reason}`,
          { ...place, ...(column === undefined ? { id } : { id, column }) },
          { cause },
        );
      }
    };
    if (lazy && cif !== undefined) {
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
