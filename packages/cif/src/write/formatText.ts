import { CifError } from "../cifError.ts";
import type { CifDelimiter } from "../syntax/cifValue.ts";
import type { CifVersion } from "../syntax/cifVersion.ts";
import { decodeTextField } from "../syntax/decodeTextField.ts";
import { isAllowedCharacter } from "../syntax/isAllowedCharacter.ts";
import { foldText } from "./foldText.ts";

/** Longest line of a CIF. */
const longestLine = 2048;

/** What a text with lines that begin with semicolons is written after, in CIF 2.0. */
const prefix = ">";

const keyword = /^(?:data_|save_|loop_$|stop_$|global_$)/iu;

/**
 * Writes a text so that a reader gives the same text back.
 *
 * @param text - the text, lines joined by `\n`
 * @param delimiter - how it would best be written; `undefined` for the shortest way
 * @param version - the syntax
 * @param where - what the text belongs to, for the error
 * @returns the token; one that begins with a line feed is a text field
 * @throws {@link CifError} with code `CIF_UNWRITABLE` when the syntax cannot hold the text
 *
 * @internal
 */
export function formatText(
  text: string,
  delimiter: CifDelimiter | undefined,
  version: CifVersion,
  where: string,
): string {
  requireCharacters(text, version, where);
  if (delimiter === "bare" || delimiter === undefined) {
    const isPlaceHolder = text === "?" || text === ".";
    const mayBeBare = !isPlaceHolder || delimiter === "bare";
    if (mayBeBare && text.length <= longestLine && isBare(text, version)) return text;
  }
  const marks = delimiter === "double" || delimiter === "triple-double" ? `"'` : `'"`;
  const isTripleWanted = delimiter === "triple-single" || delimiter === "triple-double";
  const token =
    (isTripleWanted ? quoteTriple(text, marks, version) : undefined) ??
    (delimiter === "text" ? undefined : quote(text, marks, version)) ??
    asTextField(text, version) ??
    quoteTriple(text, marks, version) ??
    asPrefixedField(text, version);
  if (token === undefined) {
    throw unwritable(
      where,
      `CIF ${version} cannot hold this text, in which a line begins with a semicolon`,
    );
  }
  return token;
}

/**
 * Writes the key of a table.
 *
 * @param text - the key
 * @param where - what it belongs to, for the error
 * @returns the key in quotes
 * @throws {@link CifError} with code `CIF_UNWRITABLE` when no quotes can hold it
 *
 * @internal
 */
export function formatKey(text: string, where: string): string {
  requireCharacters(text, "2.0", where);
  const token = quote(text, `'"`, "2.0") ?? quoteTriple(text, `'"`, "2.0");
  if (token === undefined) throw unwritable(where, "no quotes can hold this key of a table");
  return token;
}

/**
 * The error of all that cannot be written.
 *
 * @param where - what is at fault
 * @param message - why
 * @returns an error with code `CIF_UNWRITABLE`
 *
 * @internal
 */
export function unwritable(where: string, message: string): CifError {
  return new CifError("CIF_UNWRITABLE", `${where}: ${message}`);
}

function requireCharacters(text: string, version: CifVersion, where: string): void {
  if (version === "1.1" ? /^[\t\n -~]*$/u.test(text) : !/[^\t\n -~]/u.test(text)) return;
  const isVersion2 = version === "2.0";
  for (let position = 0; position < text.length; position += 1) {
    if (isAllowedCharacter(text, position, isVersion2) && text.charAt(position) !== "\r") continue;
    const code = (text.codePointAt(position) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    throw unwritable(where, `CIF ${version} cannot hold the character U+${code}`);
  }
}

function isBare(text: string, version: CifVersion): boolean {
  const pattern =
    version === "1.1" ? /^[^\s"#$'_;[\]]\S*$/u : /^[^\t\n "#$'_;[\]{}][^\t\n [\]{}]*$/u;
  return pattern.test(text) && !keyword.test(text);
}

/** In quotes on one line, `undefined` when that is not possible. */
function quote(text: string, marks: string, version: CifVersion): string | undefined {
  if (text.includes("\n") || text.length > longestLine - 2) return undefined;
  for (const mark of marks) {
    // In CIF 1.1 a quote closes only before white space.
    const isFree =
      version === "1.1"
        ? !text.includes(`${mark} `) && !text.includes(`${mark}\t`)
        : !text.includes(mark);
    if (isFree) return mark + text + mark;
  }
  return undefined;
}

/** In three quotes, `undefined` when that is not possible. */
function quoteTriple(text: string, marks: string, version: CifVersion): string | undefined {
  if (version === "1.1" || !isNarrow(text, longestLine - 7)) return undefined;
  for (const mark of marks) {
    const triple = mark.repeat(3);
    if (!text.includes(triple) && !text.endsWith(mark)) return triple + text + triple;
  }
  return undefined;
}

function isNarrow(text: string, width: number): boolean {
  return text.length <= width || text.split("\n").every((line) => line.length <= width);
}

function asTextField(text: string, version: CifVersion): string | undefined {
  const isVersion2 = version === "2.0";
  // The first line stands after the semicolon.
  const isSafe =
    !text.includes("\n;") &&
    isNarrow(text, longestLine - 1) &&
    decodeTextField(text, isVersion2) === text;
  if (isSafe) return `\n;${text}\n;`;
  const folded = foldText(text, longestLine, false);
  if (folded !== undefined) return `\n;${folded}\n;`;
  return undefined;
}

/** With every line after a prefix, so that none begins with a semicolon; in CIF 2.0 only. */
function asPrefixedField(text: string, version: CifVersion): string | undefined {
  if (version === "1.1") return undefined;
  const lines =
    foldText(text, longestLine - prefix.length, true)
      ?.split("\n")
      .slice(1) ?? [];
  return `\n;${[`${prefix}\\\\`, ...lines.map((line) => prefix + line)].join("\n")}\n;`;
}
