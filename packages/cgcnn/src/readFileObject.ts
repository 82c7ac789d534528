import { CgcnnError } from "./cgcnnError.ts";

/**
 * Takes JSON of a file for an object.
 *
 * @param value - JSON from an untrusted place
 * @param what - what it should be, for the message
 * @returns the object
 * @throws {@link CgcnnError} with code `CGCNN_MODEL_DAMAGED` for anything else
 */
export function readFileObject(value: unknown, what: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) {
    throw new CgcnnError("CGCNN_MODEL_DAMAGED", `the file lacks ${what}`, { what });
  }
  return value as Readonly<Record<string, unknown>>;
}
