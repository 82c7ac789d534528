import { InvalidArgumentError } from "commander";

/**
 * Makes the parser of an option that is given once for each name: `name=value`.
 *
 * @param parseValue - reads what follows the sign
 * @returns the parser; a later value of a name replaces an earlier one
 */
export function collectNamedValues<T>(
  parseValue: (text: string) => T,
): (text: string, before: Readonly<Record<string, T>> | undefined) => Readonly<Record<string, T>> {
  return (text, before) => {
    const [, name, value = ""] = /^([^=\s]+)=(.+)$/su.exec(text) ?? [];
    if (name === undefined) throw new InvalidArgumentError("It takes NAME=VALUE.");
    return Object.fromEntries([...Object.entries(before ?? {}), [name, parseValue(value)]]);
  };
}
