import { CifError } from "../cifError.ts";

const bareText = /^[^\s"#$'_;[\]{}?.][^\s[\]{}]*$/u;
const keyword = /^(?:data_|save_|loop_$|stop_$|global_$)/iu;
/** Control characters other than tab and line feed, and halves of surrogate pairs. */
const forbidden =
  /[^\t\n\u0020-\u007E\u00A0-\uD7FF\uE000-\uFDCF\uFDF0-\uFFFD\u{10000}-\u{10FFFF}]/u;

/**
 * Writes a text so that a CIF 2.0 reader gives the same text back.
 *
 * @param text - any text of characters that CIF 2.0 allows
 * @returns the text bare, in quotes, in triple quotes, or as a text field (which begins with a line
 * feed)
 * @throws {@link CifError} with code `CIF_UNWRITABLE` for other characters, and for a text that neither
 * triple quotes nor a text field can hold
 *
 * @remarks
 * `?` and `.` are quoted, since bare they mean unknown and inapplicable. Unlike in CIF 1.1 a quote
 * closes wherever it comes.
 *
 * @internal
 */
export function formatCif2Value(text: string): string {
  if (forbidden.test(text)) {
    throw new CifError(
      "CIF_UNWRITABLE",
      `CIF 2.0 cannot hold this text: ${JSON.stringify(text.slice(0, 60))}`,
    );
  }
  if (bareText.test(text) && !keyword.test(text)) return text;
  for (const quote of ["'", '"']) {
    if (!text.includes("\n") && !text.includes(quote)) return `${quote}${text}${quote}`;
  }
  for (const quote of ["'", '"']) {
    const isHeld = !text.includes(quote.repeat(3)) && !text.endsWith(quote);
    if (isHeld) return `${quote.repeat(3)}${text}${quote.repeat(3)}`;
  }
  // A first line that ends with a backslash would make it a folded text.
  if (text.includes("\n;") || /^[^\n]*\\[\t ]*(?:\n|$)/u.test(text)) {
    throw new CifError("CIF_UNWRITABLE", "neither triple quotes nor a text field hold this text");
  }
  return `\n;${text}\n;`;
}
