/**
 * Reads the `key=value` pairs of the comment line of extended XYZ.
 *
 * @param line - the comment line
 * @returns keys and values, unquoted; a key without a value has the value `T`
 *
 * @see https://github.com/libAtoms/extxyz
 */
export function parseCommentLine(line: string): (readonly [string, string])[] {
  const pairs: (readonly [string, string])[] = [];
  const pattern =
    /("(?:[^"\\]|\\.)*"|[^\s="]+)(?:\s*=\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\{[^}]*\}|\[[^\]]*(?:\][^\]\s]*)*\]|[^\s"]+))?/gu;
  for (const [, key = "", value = "T"] of line.matchAll(pattern)) {
    pairs.push([unquote(key), unquote(value)]);
  }
  return pairs;
}

function unquote(text: string): string {
  const quote = text[0];
  if (quote === "{" && text.endsWith("}")) return text.slice(1, -1).trim();
  if ((quote !== '"' && quote !== "'") || !text.endsWith(quote) || text.length < 2) return text;
  return text
    .slice(1, -1)
    .replaceAll(/\\(.)/gsu, (_, escaped: string) => (escaped === "n" ? "\n" : escaped));
}
