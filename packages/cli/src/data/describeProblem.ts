import { DatasetError } from "@ftcp/datasets";
import type { DataProblem } from "./dataProblem.ts";

/**
 * Turns the error of one crystal into plain data.
 *
 * @param error - what was thrown or handed over
 * @param id - the crystal, where the error does not name it
 * @returns the problem
 */
export function describeProblem(error: Error, id?: string): DataProblem {
  const place = error instanceof DatasetError ? error : undefined;
  const code = "code" in error && typeof error.code === "string" ? error.code : error.name;
  const name = id ?? place?.id;
  return {
    ...(name === undefined ? {} : { id: name }),
    ...(place?.file === undefined ? {} : { file: place.file }),
    ...(place?.line === undefined ? {} : { line: place.line }),
    code,
    message: error.message,
  };
}
