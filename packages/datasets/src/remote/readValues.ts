import { DatasetError } from "../datasetError.ts";
import type { DatasetErrorPlace } from "../datasetError.ts";

/** The properties and labels of a record. */
export interface RecordValues {
  /** Numbers by name. */
  readonly properties: Readonly<Record<string, number>>;
  /** Texts by name. */
  readonly labels: Readonly<Record<string, string>>;
}

/**
 * Sorts JSON values into properties and labels: numbers, and texts; `true` and `false` are texts, lists
 * their JSON; objects give a name with a dot for each of their values; null gives nothing.
 *
 * @param values - values by name, in order
 * @param isNumeric - tells the names that must hold numbers
 * @param place - where they stand, for the error
 * @returns properties and labels
 * @throws DatasetError with code `DATASETS_INVALID_NUMBER` when a numeric value is none
 * @internal
 */
export function readValues(
  values: Iterable<readonly [name: string, value: unknown]>,
  isNumeric: (name: string) => boolean,
  place: DatasetErrorPlace,
): RecordValues {
  const properties: [string, number][] = [];
  const labels: [string, string][] = [];
  const visit = (name: string, value: unknown): void => {
    if (value === null || value === undefined) return;
    if (typeof value === "number") {
      properties.push([name, value]);
    } else if (isNumeric(name)) {
      const shown = JSON.stringify(value).slice(0, 60);
      throw new DatasetError("DATASETS_INVALID_NUMBER", `${name} is no number: ${shown}`, {
        ...place,
        column: name,
      });
    } else if (typeof value === "string") {
      labels.push([name, value]);
    } else if (typeof value === "boolean" || Array.isArray(value)) {
      labels.push([name, JSON.stringify(value)]);
    } else if (typeof value === "object") {
      for (const [key, inner] of Object.entries(value)) visit(`${name}.${key}`, inner);
    }
  };
  for (const [name, value] of values) visit(name, value);
  // From entries, so that `__proto__` is a name like any other.
  return { properties: Object.fromEntries(properties), labels: Object.fromEntries(labels) };
}
