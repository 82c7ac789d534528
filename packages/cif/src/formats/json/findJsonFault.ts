/** What a JSON text may go on with. */
type Expected = "value" | "valueOrEnd" | "key" | "keyOrEnd" | "colon" | "commaOrEnd";

const whiteSpace = /[ \t\n\r]*/uy;
const literal = /true|false|null|NaN|-?Infinity|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/uy;

/**
 * The place of the first fault of a text that is no JSON.
 *
 * @param text - the text
 * @returns index of the offending character, the length of the text when it ends too early
 *
 * @remarks
 * `JSON.parse` tells places in its message only, and not always. `NaN` and infinities, which Python
 * writes, are no fault here.
 *
 * @internal
 */
export function findJsonFault(text: string): number {
  const open: string[] = [];
  let expected: Expected = "value";
  let at = 0;
  for (;;) {
    at = match(whiteSpace, text, at);
    const character = text[at];
    if (character === undefined) return at;
    if (expected === "value" || expected === "valueOrEnd") {
      if (character === "{" || character === "[") {
        open.push(character);
        expected = character === "{" ? "keyOrEnd" : "valueOrEnd";
        at += 1;
        continue;
      }
      if (expected === "valueOrEnd" && character === "]") {
        open.pop();
        at += 1;
      } else {
        const end = character === '"' ? skipString(text, at) : match(literal, text, at);
        if (end <= at) return character === '"' ? -end : at;
        at = end;
      }
      expected = "commaOrEnd";
    } else if (expected === "key" || expected === "keyOrEnd") {
      if (expected === "keyOrEnd" && character === "}") {
        open.pop();
        at += 1;
        expected = "commaOrEnd";
      } else {
        if (character !== '"') return at;
        const end = skipString(text, at);
        if (end <= at) return -end;
        at = end;
        expected = "colon";
      }
    } else if (expected === "colon") {
      if (character !== ":") return at;
      at += 1;
      expected = "value";
    } else {
      const bracket = open.at(-1);
      if (bracket === undefined) return at;
      if (character === ",") expected = bracket === "{" ? "key" : "value";
      else if (character === (bracket === "{" ? "}" : "]")) open.pop();
      else return at;
      at += 1;
    }
  }
}

/** End of the match that begins at an index; the index itself when there is none. */
function match(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : at;
}

/** Index behind a string that begins at an index; minus the index of its fault when it has one. */
function skipString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) return at + 1;
    if (code < 0x20) return -at;
    if (code !== 0x5c) continue;
    const escaped = text[at + 1] ?? "";
    if (escaped === "u" && /^[0-9a-fA-F]{4}$/u.test(text.slice(at + 2, at + 6))) at += 5;
    else if (escaped !== "" && '"\\/bfnrt'.includes(escaped)) at += 1;
    else return -at;
  }
  return -text.length;
}
