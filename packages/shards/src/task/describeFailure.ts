import type { ShardFailure } from "../manifest/shardManifest.ts";

/**
 * Turns the error of an item into plain data.
 *
 * @param error - what its row gave
 * @param row - number of the row
 * @param id - id of the crystal, where it is known
 * @returns code and message; an error without a code is no error of data and is thrown again
 */
export function describeFailure(error: unknown, row: number, id: string | undefined): ShardFailure {
  const { code, message, id: ownId } = error as Partial<Record<"code" | "message" | "id", unknown>>;
  if (typeof code !== "string" || !/^[A-Z]+_[A-Z_]+$/u.test(code) || code.startsWith("ERR_")) {
    throw error;
  }
  const known = id ?? (typeof ownId === "string" ? ownId : undefined);
  return { row, ...(known === undefined ? {} : { id: known }), code, message: String(message) };
}
