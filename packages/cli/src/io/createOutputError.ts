import { CliError } from "../cliError.ts";
import { describeFileError } from "./describeFileError.ts";

/**
 * Makes the error for results that standard output does not take.
 *
 * @param cause - what the stream threw
 * @returns an error with code `CLI_WRITE_FAILED`
 */
export function createOutputError(cause: unknown): CliError {
  return new CliError("CLI_WRITE_FAILED", `standard output: ${describeFileError(cause)}`, {
    cause,
  });
}
