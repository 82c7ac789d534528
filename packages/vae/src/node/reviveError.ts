import { FeaturizeError } from "@ftcp/featurize";
import { VaeError, type VaeErrorCode } from "../vaeError.ts";
import type { PlainError } from "./plainError.ts";

/**
 * Makes an error of plain data again: of its own class if this package or the featurizer threw it, else an
 * `Error` of the same name with the same properties.
 */
export function reviveError(plain: PlainError): Error {
  const { name, message, fields } = plain;
  const options = plain.cause === undefined ? {} : { cause: reviveError(plain.cause) };
  const error = create(name, message, fields, options);
  if (plain.stack !== undefined) error.stack = plain.stack;
  return error;
}

function create(
  name: string,
  message: string,
  fields: Readonly<Record<string, unknown>>,
  options: ErrorOptions,
): Error {
  switch (name) {
    case "VaeError": {
      const { code, data } = fields as Pick<VaeError, "code" | "data">;
      return new VaeError(code satisfies VaeErrorCode, message, data, options);
    }
    case "FeaturizeError": {
      const { code, data } = fields as Pick<FeaturizeError, "code" | "data">;
      return new FeaturizeError(code, message, data, options);
    }
    case "RangeError":
      return new RangeError(message, options);
    case "TypeError":
      return new TypeError(message, options);
    default:
      return Object.assign(new Error(message, options), fields, { name });
  }
}
