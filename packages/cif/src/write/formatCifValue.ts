import { CifError } from "../cifError.ts";

const bareText = /^[^\s"#$'_;[\]?.][^\s]*$/u;
const keyword = /^(?:data_|save_|loop_$|stop_$|global_$)/iu;

/**
 * Writes a text so that a CIF 1.1 reader gives the same text back.
 *
 * @param text - any text of printable ASCII characters, tabs and line feeds
 * @returns the text bare, in quotes, or as a text field (which begins with a line feed)
 * @throws {@link CifError} with code `CIF_UNWRITABLE` for other characters, and for a text that
 * neither quotes nor a text field can hold (one with a line that begins with `;`)
 *
 * @remarks
 * `?` and `.` are quoted, since bare they mean unknown and inapplicable.
 *
 * @internal
 */
export function formatCifValue(text: string): string {
  if (!/^[\t\n -~]*$/u.test(text)) {
    throw new CifError(
      "CIF_UNWRITABLE",
      `CIF 1.1 cannot hold this text, only printable ASCII: ${JSON.stringify(text.slice(0, 60))}`,
    );
  }
  if (bareText.test(text) && !keyword.test(text)) return text;
  if (!text.includes("\n")) {
    // A quote closes only before white space, so it may occur elsewhere in the text.
    if (!/'(?=\s)/u.test(text)) return `'${text}'`;
    if (!/"(?=\s)/u.test(text)) return `"${text}"`;
  }
  if (text.includes("\n;")) {
    throw new CifError("CIF_UNWRITABLE", "a line of a text field must not begin with a semicolon");
  }
  return `\n;${text}\n;`;
}
