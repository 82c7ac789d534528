import { CrystalError, type CrystalErrorCode, type CrystalErrorData } from "@ftcp/crystal";

import {
  FeaturizeError,
  type FeaturizeErrorCode,
  type FeaturizeErrorData,
} from "../featurizeError.ts";
import type { PlainError } from "./plainError.ts";

/**
 * Makes an error of plain data again: a {@link FeaturizeError} or CrystalError if it was one, else an
 * Error of the same name with the same properties.
 */
export function reviveError(plain: PlainError): Error {
  const { name, message, fields } = plain;
  const options = plain.cause === undefined ? {} : { cause: reviveError(plain.cause) };
  let error: Error;
  if (name === "FeaturizeError") {
    const { code, data } = fields as { code: FeaturizeErrorCode; data: FeaturizeErrorData };
    error = new FeaturizeError(code, message, data, options);
  } else if (name === "CrystalError") {
    const { code, data } = fields as { code: CrystalErrorCode; data: CrystalErrorData };
    error = new CrystalError(code, message, data, options);
  } else {
    error = Object.assign(new Error(message, options), fields, { name });
  }
  if (plain.stack !== undefined) error.stack = plain.stack;
  return error;
}
