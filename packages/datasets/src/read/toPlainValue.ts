/**
 * Brings a value of a typed table into the forms that JSON has.
 *
 * @param value - a cell of Parquet or Arrow
 * @returns whole numbers beyond 2^53 as text, dates as ISO 8601, bytes in hexadecimal, everything else as
 *   it is
 */
export function toPlainValue(value: unknown): unknown {
  if (typeof value === "bigint") {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value.toString();
  }
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Uint8Array) {
    return Array.from(value, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as number[], toPlainValue);
  if (Array.isArray(value)) return value.map(toPlainValue);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, toPlainValue(each)]));
}
