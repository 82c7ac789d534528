import { isJsonObject } from "../json/jsonReader.ts";
import type { JsonReader } from "../json/jsonReader.ts";
import type { JsonPath } from "../json/jsonPath.ts";

/** A structure resource and where it stands. */
export interface OptimadeResource {
  /** The resource. */
  readonly value: unknown;
  /** Keys and indices that lead to it. */
  readonly path: JsonPath;
}

/**
 * The structure resources of a text: of a response, of a list, or the text itself.
 *
 * @param reader - the text
 * @returns the resources in order, unread
 * @internal
 */
export function findOptimadeResources(reader: JsonReader): readonly OptimadeResource[] {
  const { root } = reader;
  const isResponse = isJsonObject(root) && root["data"] !== undefined;
  const path: JsonPath = isResponse ? ["data"] : [];
  const value = isResponse ? root["data"] : root;
  if (value === null) return [];
  if (!Array.isArray(value)) return [{ value, path }];
  return (value as readonly unknown[]).map((each, index) => ({
    value: each,
    path: [...path, index],
  }));
}
