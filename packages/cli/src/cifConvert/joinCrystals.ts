import type { StructureFormat } from "@ftcp/cif";
import { CliError } from "../cliError.ts";

/**
 * Puts crystals into one file: CIFs as blocks and extended XYZ as frames one behind the other, pymatgen's
 * JSON as a list, OPTIMADE as the `data` of a response.
 *
 * @param texts - the crystals, at least one
 * @param format - their format
 * @returns the text of the file
 * @throws {@link CliError} with code `CLI_USAGE` when the format holds one crystal and there are several
 */
export function joinCrystals(texts: readonly string[], format: StructureFormat): string {
  if (texts.length === 1 || format === "cif" || format === "extxyz") return texts.join("");
  const list = `[${texts.map((text) => text.trimEnd()).join(",\n")}]`;
  if (format === "json") return `${list}\n`;
  if (format === "optimade") return `{"data":${list}}\n`;
  throw new CliError(
    "CLI_USAGE",
    `a POSCAR holds one crystal, and there are ${texts.length}; --out must be a folder`,
  );
}
