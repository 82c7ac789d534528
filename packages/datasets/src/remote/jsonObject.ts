/** A JSON object, unread. */
export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Tells JSON objects from other JSON values.
 *
 * @param value - any JSON value
 * @returns whether it is an object, and no list
 */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
