import { CliError } from "../cliError.ts";

/**
 * Does something with the values of options.
 *
 * @param work - throws a `RangeError` for values that make no sense
 * @returns what it gives
 * @throws {@link CliError} with code `CLI_USAGE` instead of a `RangeError`
 */
export async function requireUsable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof RangeError)
      throw new CliError("CLI_USAGE", error.message, { cause: error });
    throw error;
  }
}
