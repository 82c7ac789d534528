/** A value of the comment line of an extended XYZ frame. */
export interface KeyValue {
  /** The text, without quotes and brackets. */
  readonly text: string;
  /** Column of the key, from 1. */
  readonly column: number;
}

const closing: Readonly<Record<string, string>> = { '"': '"', "'": "'", "{": "}", "[": "]" };

/**
 * The keys and values of the comment line of an extended XYZ frame.
 *
 * @param line - as `Lattice="4 0 0 0 4 0 0 0 4" pbc=[T, T, T] remark="say \"x\"" relaxed`
 * @returns values by lower-case key; a key without a value has `T`
 *
 * @remarks
 * Values stand bare, in quotes or in brackets, which may be nested; a backslash takes its meaning from
 * the next character. Of a key given twice the first counts, as `lattice` may be one that a program
 * adds to `Lattice`.
 *
 * @see https://github.com/libAtoms/extxyz
 * @internal
 */
export function parseKeyValues(line: string): ReadonlyMap<string, KeyValue> {
  const values = new Map<string, KeyValue>();
  let at = 0;
  while (at < line.length) {
    if (isSpace(line[at])) {
      at += 1;
      continue;
    }
    const column = at + 1;
    const key = readPart(line, at, true);
    let { end } = key;
    let afterSpace = end;
    while (isSpace(line[afterSpace])) afterSpace += 1;
    let text = "T";
    if (line[afterSpace] === "=") {
      let start = afterSpace + 1;
      while (isSpace(line[start])) start += 1;
      ({ text, end } = readPart(line, start, false));
    }
    const name = key.text.toLowerCase();
    if (!values.has(name) || key.text === "Lattice" || key.text === "Properties") {
      values.set(name, { text, column });
    }
    at = Math.max(end, at + 1);
  }
  return values;
}

/** A key or value that begins at an index. */
function readPart(line: string, start: number, isKey: boolean): { text: string; end: number } {
  let text = "";
  let at = start;
  while (at < line.length) {
    const character = line[at] ?? "";
    if (isSpace(character) || (isKey && character === "=")) break;
    const close = closing[character];
    if (close === undefined) {
      if (character === "\\") at += 1;
      text += line[at] ?? "";
      at += 1;
      continue;
    }
    let depth = 1;
    for (at += 1; at < line.length && depth > 0; at += 1) {
      const inner = line[at] ?? "";
      if (inner === "\\") {
        at += 1;
        text += line[at] ?? "";
      } else if (inner === close) {
        depth -= 1;
        if (depth > 0) text += " ";
      } else if (inner === character) {
        depth += 1;
        text += " ";
      } else {
        text += inner;
      }
    }
  }
  return { text, end: at };
}

function isSpace(character: string | undefined): boolean {
  return character === " " || character === "\t";
}
