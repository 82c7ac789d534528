import { InvalidArgumentError } from "commander";

/**
 * Reads names with commas between them: `Si,O`.
 *
 * @param text - the names
 * @returns the names without spaces around them
 */
export function parseNameList(text: string): readonly string[] {
  const names = text.split(",").map((name) => name.trim());
  if (names.includes(""))
    throw new InvalidArgumentError("It takes names with commas between them.");
  return names;
}
