import { DatasetError } from "../datasetError.ts";
import { isJsonObject } from "../remote/jsonObject.ts";
import type { JsonObject } from "../remote/jsonObject.ts";
import { readOptimadeAnswer } from "./optimadeAnswer.ts";

/** A property of the structures of a database. */
export interface OptimadeProperty {
  /** Its name; one of the provider's own starts with the provider's prefix, `_exmpl_`. */
  readonly name: string;
  /** What it is. */
  readonly description: string;
  /** Its unit, where it has one. */
  readonly unit: string | undefined;
  /** Whether its values are numbers, where the server tells. */
  readonly isNumeric: boolean | undefined;
}

/**
 * Reads `/info/structures`.
 *
 * @param value - the JSON value
 * @param url - where it comes from
 * @returns the properties
 * @throws DatasetError with code `DATASETS_INVALID_RESPONSE`
 * @internal
 */
export function readOptimadeProperties(value: unknown, url: string): readonly OptimadeProperty[] {
  const { data } = readOptimadeAnswer(value, url);
  const properties = isJsonObject(data) ? data["properties"] : undefined;
  if (!isJsonObject(properties)) {
    throw new DatasetError(
      "DATASETS_INVALID_RESPONSE",
      "the server does not tell the properties of its structures",
      { url },
    );
  }
  return Object.entries(properties).map(([name, definition]) => {
    const told = isJsonObject(definition) ? definition : {};
    const { description, unit } = told;
    const ownUnit = told["x-optimade-unit"] ?? unit;
    return {
      name,
      description: typeof description === "string" ? description : "",
      unit: typeof ownUnit === "string" ? ownUnit : undefined,
      isNumeric: readIsNumeric(told),
    };
  });
}

/** Version 1.2 writes JSON Schema types and its own, older versions one word. */
function readIsNumeric(definition: JsonObject): boolean | undefined {
  const type = definition["x-optimade-type"] ?? definition["type"];
  const types = (Array.isArray(type) ? (type as readonly unknown[]) : [type]).filter(
    (each): each is string => typeof each === "string" && each !== "null" && each !== "unknown",
  );
  return types.length === 0
    ? undefined
    : types.every((each) => ["integer", "float", "number"].includes(each));
}
