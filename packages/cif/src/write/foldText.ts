const backslash = 92;
const semicolon = 59;

/**
 * Writes a text by the line-folding protocol, so that no line is too long and no line of the text is
 * taken for a folded one.
 *
 * @param text - the text, lines joined by `\n`
 * @param width - longest line
 * @param isPrefixed - whether a prefix will keep lines from beginning with a semicolon
 * @returns the content of a text field, or `undefined` when a line would begin with a semicolon
 *
 * @see CIF 1.1 common semantic features, paragraph 26
 *
 * @internal
 */
export function foldText(text: string, width: number, isPrefixed: boolean): string | undefined {
  const lines = ["\\"];
  for (const line of text.split("\n")) {
    if (!isPrefixed && line.charCodeAt(0) === semicolon) return undefined;
    let start = 0;
    while (line.length - start > width) {
      const cut = cutBefore(line, start, start + width - 1, isPrefixed);
      if (cut === undefined) return undefined;
      lines.push(`${line.slice(start, cut)}\\`);
      start = cut;
    }
    const rest = line.slice(start);
    // A backslash that belongs to the text is followed by one that does not, and an empty line.
    if (!endsInBackslash(rest)) lines.push(rest);
    else if (rest.length < width) lines.push(`${rest}\\`, "");
    else {
      const cut = cutBefore(rest, 0, rest.length - 1, isPrefixed);
      if (cut === undefined) return undefined;
      lines.push(`${rest.slice(0, cut)}\\`, `${rest.slice(cut)}\\`, "");
    }
  }
  return lines.join("\n");
}

/** The last place up to a limit where a line may go on. */
function cutBefore(
  line: string,
  start: number,
  limit: number,
  isPrefixed: boolean,
): number | undefined {
  for (let cut = limit; cut > start; cut -= 1) {
    const code = line.charCodeAt(cut);
    const isLowSurrogate = code >= 0xdc00 && code < 0xe000;
    if (!isLowSurrogate && (isPrefixed || code !== semicolon)) return cut;
  }
  return undefined;
}

function endsInBackslash(line: string): boolean {
  let end = line.length;
  while (end > 0 && (line.charCodeAt(end - 1) === 32 || line.charCodeAt(end - 1) === 9)) end -= 1;
  return end > 0 && line.charCodeAt(end - 1) === backslash;
}
