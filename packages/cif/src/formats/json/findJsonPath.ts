import type { JsonPath } from "./jsonPath.ts";

/**
 * The place of a value in a JSON text.
 *
 * @param text - a text that is JSON
 * @param path - keys and indices from the root
 * @returns index of the first character of the value; of the innermost value around it where it is
 *   missing
 * @internal
 */
export function findJsonPath(text: string, path: JsonPath): number {
  let at = skipWhiteSpace(text, text.startsWith("\uFEFF") ? 1 : 0);
  for (const step of path) {
    const found = findChild(text, at, step);
    if (found < 0) return at;
    at = found;
  }
  return at;
}

/** Index of a member or item of the object or array that begins at an index; -1 when it has none. */
function findChild(text: string, start: number, step: string | number): number {
  const bracket = text[start];
  if (bracket !== (typeof step === "string" ? "{" : "[")) return -1;
  let found = -1;
  let at = skipWhiteSpace(text, start + 1);
  for (let index = 0; at < text.length && text[at] !== "}" && text[at] !== "]"; index += 1) {
    let isWanted = index === step;
    if (bracket === "{") {
      const end = skipValue(text, at);
      isWanted = JSON.parse(text.slice(at, end)) === step;
      at = skipWhiteSpace(text, skipWhiteSpace(text, end) + 1); // the colon
    }
    // Of two members of one name the last one counts.
    if (isWanted) found = at;
    if (isWanted && bracket === "[") break;
    at = skipWhiteSpace(text, skipValue(text, at));
    if (text[at] === ",") at = skipWhiteSpace(text, at + 1);
  }
  return found;
}

function skipWhiteSpace(text: string, start: number): number {
  let at = start;
  while (at < text.length && " \t\n\r".includes(text[at] ?? "")) at += 1;
  return at;
}

/** Index behind the value that begins at an index. */
function skipValue(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at] ?? "";
    if (character === '"') {
      at += 1;
      while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
      if (depth === 0) return at + 1;
    } else if (character === "{" || character === "[") {
      depth += 1;
    } else if (character === "}" || character === "]") {
      depth -= 1;
      if (depth === 0) return at + 1;
      if (depth < 0) return at;
    } else if (depth === 0 && (character === "," || " \t\n\r".includes(character))) {
      return at;
    }
  }
  return text.length;
}
