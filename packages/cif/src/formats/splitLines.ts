/**
 * The lines of a text with any line ends, without a byte order mark.
 *
 * @param text - the text
 * @returns the lines; none after a final line end
 * @internal
 */
export function splitLines(text: string): string[] {
  const lines = (text.startsWith("\uFEFF") ? text.slice(1) : text).split(/\r\n|\r|\n/u);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}
