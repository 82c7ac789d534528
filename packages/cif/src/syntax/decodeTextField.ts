/**
 * Undoes the line-folding protocol, and in CIF 2.0 the text-prefix protocol.
 *
 * @param content - what stands between the semicolons, lines joined by `\n`
 * @param isVersion2 - whether prefixes are understood
 * @returns the text that is meant; the content itself where neither protocol is used
 *
 * @remarks
 * Folding: the first line is `\` alone, and every line that ends in `\` goes on in the next one.
 * Prefix: the first line is the prefix and `\`, and all other lines begin with the prefix; with `\\`
 * the text under the prefix is folded. White space after the backslash does not count.
 *
 * @see CIF 1.1 common semantic features, paragraphs 26-31; Bernstein et al. (2016), section 3.3
 *
 * @internal
 */
export function decodeTextField(content: string, isVersion2: boolean): string {
  // Only a first line that ends in a backslash starts a protocol.
  const firstEnd = content.indexOf("\n");
  let last = firstEnd < 0 ? content.length : firstEnd;
  while (last > 0 && isBlank(content.charCodeAt(last - 1))) last -= 1;
  if (last === 0 || content.charCodeAt(last - 1) !== backslash) return content;
  if (last === 1) return unfold(content);
  if (!isVersion2 || firstEnd < 0) return content;
  const isFolded = last >= 3 && content.charCodeAt(last - 2) === backslash;
  const prefix = content.slice(0, isFolded ? last - 2 : last - 1);
  if (prefix.startsWith(";") || prefix.includes("\\")) return content;
  const lines = content.slice(firstEnd + 1).split("\n");
  for (const line of lines) if (!line.startsWith(prefix)) return content;
  const text = lines.map((line) => line.slice(prefix.length)).join("\n");
  return isFolded ? unfold(`\\\n${text}`) : text;
}

const backslash = 92;

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

function unfold(content: string): string {
  const lines = content.split("\n");
  const parts: string[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? "";
    let end = line.length;
    while (end > 0 && isBlank(line.charCodeAt(end - 1))) end -= 1;
    if (end > 0 && line.charCodeAt(end - 1) === backslash) {
      parts.push(line.slice(0, end - 1));
    } else {
      parts.push(line);
      if (index < lines.length - 1) parts.push("\n");
    }
  }
  return parts.join("");
}
