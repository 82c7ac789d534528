import { detectStructureFormat, parseStructures } from "@ftcp/cif";
import type { StructureFormat, StructureReport } from "@ftcp/cif";
import { decodeCifBytes } from "../cifCheck/decodeCifBytes.ts";
import { CliError } from "../cliError.ts";
import { readInputFile } from "../files/readInputFile.ts";
import type { CommandContext } from "../io/commandContext.ts";

/**
 * Reads all crystals of a file.
 *
 * @param path - the file, or `-` for standard input
 * @param from - its format; told by its name or contents when undefined
 * @param context - gives standard input
 * @returns the crystals and the errors of those that cannot be read
 * @throws {@link CliError} with code `CLI_READ_FAILED` when the file cannot be read, `CLI_UNKNOWN_FORMAT`
 *   when its format is not known
 */
export async function readItems(
  path: string,
  from: StructureFormat | undefined,
  context: Pick<CommandContext, "readStandardInput">,
): Promise<StructureReport> {
  const bytes = path === "-" ? await context.readStandardInput() : await readInputFile(path);
  let text: string;
  try {
    text = decodeCifBytes(bytes);
  } catch (cause) {
    // Too long for a string.
    throw new CliError("CLI_READ_FAILED", `${path}: ${String(cause)}`, { path, cause });
  }
  const format = from ?? detectStructureFormat(path === "-" ? "" : path, text);
  if (format === undefined) {
    throw new CliError(
      "CLI_UNKNOWN_FORMAT",
      `${path}: neither its name nor its contents tell the format; --from does`,
      { path },
    );
  }
  return parseStructures(text, format);
}
